/* prove/make.h: putting a certificate together.  */
#ifndef MM_PROVE_MAKE_H
#define MM_PROVE_MAKE_H

#include "graph/hubs.h"
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

/**
 * The certificate of a plan (prove/capacity.h): the module can hold every convolution of the demand.
 * O(hubs layers).
 *
 * @param plan  one of m for that demand
 * @param out   as mm_prove
 * @return MM_OK; MM_ENOMEM
 */
mm_status mm_prove_feasible (const mm_module *m, const mm_demand *demand, const mm_hubs *plan, mm_certificate **out,
                             mm_error *err);

/**
 * The certificate of a condition that is violated: the module can hold no convolution of the demand.
 * O(blobs + layers).
 *
 * @param cut, count  the blobs of the narrow cut, in any order
 * @param out         as mm_prove
 * @return MM_OK; MM_ENOMEM
 */
mm_status mm_prove_infeasible (const mm_module *m, const mm_demand *demand, mm_cert_condition condition,
                               const mm_blob *cut, uint32_t count, mm_certificate **out, mm_error *err);

#ifdef __cplusplus
}
#endif
#endif
