/* prove/check_complexity.c: the reduction complexity is exactly what is claimed, K.

   The steps show that K node reductions are enough (check_steps.c), the chains that fewer are not
   (check_chains.c).  K is at least 1, so the module is complex; the bridge shows that once more.  */
#include <string.h>

#include "prove/check_i.h"

size_t
mm_check_complexity_words (const mm_certificate *c)
{
  const size_t steps = mm_check_steps_words (c), chains = mm_check_chains_words (c);
  return steps > chains ? steps : chains;
}

static void
unmark (const mm_case *k)
{
  memset (k->mark, 0, ((size_t) k->c->blobs + 1) * sizeof *k->mark);
}

bool
mm_check_complexity (const mm_case *k)
{
  const uint32_t claimed = k->c->complexity;
  uint32_t nodes, links;
  if (claimed == 0)
    return mm_refuse (k, "a complex module has a reduction complexity of at least 1");
  if (!mm_check_bridge (k))
    return false;
  unmark (k);
  if (!mm_check_node_steps (k, &nodes))
    return false;
  if (nodes != claimed)
    return mm_refuse (k, "the claim is %u node reductions, but the steps have %u", claimed, nodes);
  unmark (k);
  if (!mm_check_chains (k, &links))
    return false;
  if (links != claimed)
    return mm_refuse (k, "the claim is %u node reductions, but the chains show that at least %u are needed", claimed,
                      links);
  return true;
}
