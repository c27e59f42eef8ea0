/* prove/make.h: putting a certificate together.  */
#ifndef MM_PROVE_MAKE_H
#define MM_PROVE_MAKE_H

#include "prove/cert.h"
#include "rewrite/reduce.h"

#ifdef __cplusplus
extern "C" {
#endif

/**
 * Decide a module and give the reason: its reduction when it is simple; when it is complex,
 * a bridge, and unless its core is too large also a reduction with as few node reductions as possible
 * and chains that show that fewer are not enough.  O(blobs + layers), and for the complexity what
 * mm_complexity_find takes.
 *
 * @param blobs  cores of more blobs, or for whose complexity there is not MM_COMPLEXITY_BYTES enough, are only
 *               claimed to be complex; 0: no core is measured; see MM_COMPLEXITY_BLOBS
 * @param out    the certificate, the caller's, to be freed with mm_certificate_free
 * @return MM_OK; MM_ENOMEM
 */
mm_status mm_prove (const mm_module *m, uint32_t blobs, mm_certificate **out, mm_error *err);

#ifdef __cplusplus
}
#endif
#endif
