/* prove/minimal.c: from a module to one layer with as few node reductions as possible.  */
#include "prove/complexity.h"

/* The blobs that the core should be reduced by; *only stays NULL when it is too large to say.  */
static mm_status
choose (mm_measure *w, const mm_module *m, const mm_core *core, uint32_t blobs, const mm_blob **only, uint32_t *count)
{
  mm_complexity x;
  if (core->blobs > blobs)
    return MM_OK;
  const mm_status s = mm_complexity_find (w, m, core, MM_COMPLEXITY_BYTES, &x);
  if (s)
    return s == MM_ELIMIT ? MM_OK : s;
  *only = x.cover;
  *count = x.k;
  return MM_OK;
}

mm_status
mm_reduce_minimally (mm_reducer *r, const mm_module *m, uint32_t blobs, mm_derivation *trace, mm_core *core,
                     uint32_t *node_steps, bool *minimal)
{
  const size_t before = trace ? mm_derivation_length (trace) : 0;
  const mm_blob *only = NULL;
  uint32_t count = 0;
  mm_core found;
  mm_measure *w = mm_measure_new ();
  mm_status s = w ? mm_reduce_to_core (r, m, trace, &found) : MM_ENOMEM;
  if (!s)
    {
      s = choose (w, m, &found, blobs, &only, &count);
      if (!s)
        s = mm_reduce_core_to_single (r, only, count, trace, node_steps);
      if (s && trace)
        mm_derivation_truncate (trace, before);
    }
  mm_measure_free (w);
  if (s)
    return s;
  if (core)
    *core = found;
  if (minimal)
    *minimal = only || mm_core_is_simple (&found);
  return MM_OK;
}
