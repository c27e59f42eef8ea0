/* numeric/roomy.c: the route that leaves most channels free (NUMERICS.md section 2, step 1).  */
#include <stdlib.h>
#include <string.h>

#include "graph/array.h"
#include "numeric/route_i.h"

static int64_t
allowed (uint32_t channels, unsigned level)
{
  const int64_t c = channels, share = (int64_t) (level + 2) * c / 16;
  const int64_t most = level < MM_LEVEL_TWO_FREE ? c - 2 : c - (MM_LEVEL_ALL - (int64_t) level);
  const int64_t room = level < MM_LEVEL_TWO_FREE && share < most ? share : most;
  return room > 0 ? room : 0;
}

static void
set_level (mm_search *search, unsigned level)
{
  for (mm_blob v = 0; v < search->view.blobs; v++)
    search->capacity[v] = allowed (search->view.channels[v], level);
}

/* More channels never hurt, so halve the levels between one that fails and one that does.
   candidates: those of the level that does.  */
static unsigned
lowest_level (mm_search *search, mm_candidates *candidates, mm_candidates *trial, size_t size)
{
  unsigned fails = 0, works = MM_LEVEL_ALL; /* levels from `works` on do, levels below `fails` do not */
  while (fails < works)
    {
      const unsigned level = (fails + works) / 2;
      memcpy (trial, candidates, size * sizeof *trial);
      set_level (search, level);
      if (mm_search_sieve (search, trial) == 0)
        fails = level + 1;
      else
        {
          works = level;
          memcpy (candidates, trial, size * sizeof *trial);
        }
    }
  return works;
}

mm_status
mm_search_roomy (mm_search *search, mm_route *route, unsigned *level)
{
  const size_t size = 2 * (size_t) search->view.blobs;
  mm_candidates *candidates = mm_array_new (2 * size, sizeof *candidates);
  *route = (mm_route){ .hub = MM_NONE };
  *level = MM_LEVELS;
  if (!candidates)
    return MM_ENOMEM;
  mm_status s = MM_OK;
  memset (candidates, true, size * sizeof *candidates);
  set_level (search, MM_LEVEL_ALL);
  if (mm_search_sieve (search, candidates) > 0)
    {
      *level = lowest_level (search, candidates, candidates + size, size);
      set_level (search, *level);
      s = mm_search_best (search, candidates, route);
    }
  free (candidates);
  return s;
}
