/* prove/make.h: putting a certificate together.  */
#ifndef MM_PROVE_MAKE_H
#define MM_PROVE_MAKE_H

#include "prove/cert.h"
#include "rewrite/reduce.h"

#ifdef __cplusplus
extern "C" {
#endif

/**
 * Decide a module and give the reason: its reduction when it is simple, a bridge
 * when it is complex.  O(blobs + layers).
 *
 * @param out  the certificate, the caller's, to be freed with mm_certificate_free
 * @return MM_OK; MM_ENOMEM
 */
mm_status mm_prove (const mm_module *m, mm_certificate **out, mm_error *err);

#ifdef __cplusplus
}
#endif
#endif
