/* numeric/base.c: BASE, the units handed along the flow (NUMERICS.md section 2, step 2).  */
#include <stdlib.h>
#include <string.h>

#include "graph/array.h"
#include "numeric/draft_i.h"

/* One unit on a bundle: from unit `from` at the tail to unit `to` at the head.  At s and t
   the numbers count codes, which the bases spell out.  */
static void
hand (const mm_draft *draft, const mm_bundle *b, uint32_t from, uint32_t to)
{
  const mm_bases *bases = draft->bases;
  const mm_side side = b->input > 0 ? MM_SIDE_INPUT : MM_SIDE_OUTPUT;
  const mm_run tail = mm_draft_run (draft, b->tail, side), head = mm_draft_run (draft, b->head, side);
  if (b->tail == draft->view->s && bases->r)
    memcpy (mm_bundle_centre (b, to, 0), bases->r + (size_t) from * b->filter.in, b->filter.in * sizeof (double));
  else if (b->head == draft->view->t && bases->l)
    for (uint32_t o = 0; o < b->filter.out; o++)
      *mm_bundle_centre (b, o, tail.at + from) = bases->l[(size_t) o * bases->rank_out + to];
  else
    *mm_bundle_centre (b, head.at + to, tail.at + from) = 1;
}

mm_status
mm_step_base (mm_draft *draft)
{
  uint32_t *given = mm_array_new (2 * (size_t) draft->view->blobs, sizeof *given);
  if (!given)
    return MM_ENOMEM;
  uint32_t *taken = given + draft->view->blobs;
  for (uint32_t k = 0; k < draft->bundles; k++)
    {
      mm_bundle *b = &draft->bundle[k];
      for (uint32_t unit = b->input + b->output; unit > 0; unit--)
        hand (draft, b, given[b->tail]++, taken[b->head]++);
      b->row = taken[b->head];
      taken[b->head] += b->start;
    }
  free (given);
  return MM_OK;
}
