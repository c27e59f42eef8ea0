/* prove/make_i.h: what all certificates begin with; for prove/make*.c only.  */
#ifndef MM_PROVE_MAKE_I_H
#define MM_PROVE_MAKE_I_H

#include "prove/cert.h"

/**
 * Put the module into an empty certificate, its blobs numbered topologically.
 * @param vertex  out: blobs entries; the number of each blob, from 1
 * @return MM_OK; MM_ENOMEM, and mm_certificate_free frees what there is
 */
mm_status mm_make_graph (const mm_module *m, mm_certificate *c, uint32_t *vertex);

#endif
