/* prove/check_bridge.c: the paths prove that the module is complex.

   The certificate shows a subdivision of the Wheatstone bridge W: four distinct branch
   vertices s', a, b, t' and five non-empty chains of layers, s' to a, s' to b, a to b,
   a to t' and b to t', that share no vertex but those ends.  Checked: each chain starts and
   ends where it should, and each vertex inside a chain is no branch vertex and inside no
   other chain (nor twice in this one).  Layers are named by id, so they are the module's.
   No layer can serve twice: its ends would, and no two chains have the same two ends.

   A module with such a subdivision is complex, since each series or parallel step keeps one,
   and M0, having one layer, has none:

   - P x y, both u -> w, keeps x.  Not both are in the subdivision: if they are on two chains,
     u and w are the ends of both, but no two chains have the same ends; on one chain, it would
     meet u twice.  If y is used, x takes its place.
   - S at v, an interior vertex with one layer in and one out.  A branch vertex has two layers
     out (s', a) or two in (b, t') within the subdivision, so v is none.  If v is inside a
     chain, both its layers are consecutive there, and the product takes their place; the
     chain stays non-empty.  Otherwise the subdivision does not use v's layers at all.

   So no sequence of steps ends in one layer.  The paths from s to s' and from t' to t are for
   the reader, and nothing rests on them; when they are given they must be right as well.  */
#include "prove/check_i.h"

enum
{
  NEEDED = 5,
  PATHS = 7
};

/* What a vertex is used for; 0: nothing.  */
enum
{
  BRANCH = 1,
  INSIDE = 2 /* + path */
};

static const char *const path_name[PATHS]
  = { "s'-a", "s'-b", "a-b", "a-t'", "b-t'", "source-s'", "t'-sink" };
static const char *const branch_name[4] = { "s'", "a", "b", "t'" };

/* Where path p has to start and to end.  */
static uint32_t
path_from (const mm_certificate *c, int p)
{
  static const int from[NEEDED] = { 0, 0, 1, 1, 2 };
  return p < NEEDED ? c->branch[from[p]] : p == NEEDED ? 1 : c->branch[3];
}

static uint32_t
path_to (const mm_certificate *c, int p)
{
  static const int to[NEEDED] = { 1, 2, 2, 3, 3 };
  return p < NEEDED ? c->branch[to[p]] : p == NEEDED ? c->branch[0] : c->blobs;
}

static bool
branches_are_distinct (const mm_case *k)
{
  char name[MM_CASE_NAME];
  for (int i = 0; i < 4; i++)
    {
      const uint32_t v = k->c->branch[i];
      if (v < 1 || v > k->c->blobs)
        return mm_refuse (k, "branch vertex %s is vertex %u, but there are only vertices 1 to %u", branch_name[i], v,
                          k->c->blobs);
      if (k->mark[v])
        return mm_refuse (k, "blob %s is two branch vertices at once", mm_case_blob (k, v, name));
      k->mark[v] = BRANCH;
    }
  return true;
}

/* Vertex v is inside path p: the first use of it.  */
static bool
pass (const mm_case *k, int p, uint32_t v)
{
  char name[MM_CASE_NAME];
  if (k->mark[v] == BRANCH)
    return mm_refuse (k, "path %s passes through blob %s, which is a branch vertex", path_name[p],
                      mm_case_blob (k, v, name));
  if (k->mark[v])
    return mm_refuse (k, "path %s touches path %s at blob %s", path_name[p], path_name[k->mark[v] - INSIDE],
                      mm_case_blob (k, v, name));
  k->mark[v] = INSIDE + (uint32_t) p;
  return true;
}

static bool
is_path (const mm_case *k, int p)
{
  const mm_certificate *c = k->c;
  char name[MM_CASE_NAME], other[MM_CASE_NAME];
  uint32_t at = path_from (c, p);
  for (size_t i = c->path_start[p]; i < c->path_start[p + 1]; i++)
    {
      const uint32_t e = c->path_layer[i];
      if (e < 1 || e > c->layers)
        return mm_refuse (k, "path %s names layer %u, but there are only layers 1 to %u", path_name[p], e, c->layers);
      if (c->tail[e - 1] != at)
        return mm_refuse (k, "path %s is broken: it is at blob %s, but layer %u starts at blob %s", path_name[p],
                          mm_case_blob (k, at, name), e, mm_case_blob (k, c->tail[e - 1], other));
      if (i > c->path_start[p] && !pass (k, p, at))
        return false;
      at = c->head[e - 1];
    }
  if (at != path_to (c, p))
    return mm_refuse (k, "path %s ends at blob %s, not at blob %s", path_name[p], mm_case_blob (k, at, name),
                      mm_case_blob (k, path_to (c, p), other));
  return true;
}

/* The list of layers is cut into paths, so that nothing outside it is read.  */
static bool
paths_are_cut_in_order (const mm_case *k)
{
  if (k->c->path_start[0] != 0)
    return mm_refuse (k, "the paths do not begin at their first layer");
  for (int p = 0; p < PATHS; p++)
    if (k->c->path_start[p] > k->c->path_start[p + 1])
      return mm_refuse (k, "path %s ends before it starts", path_name[p]);
  return true;
}

bool
mm_check_bridge (const mm_case *k)
{
  if (!paths_are_cut_in_order (k) || !branches_are_distinct (k))
    return false;
  for (int p = 0; p < PATHS; p++)
    {
      const bool given = k->c->path_start[p] < k->c->path_start[p + 1];
      if ((given || p < NEEDED) && !is_path (k, p))
        return false;
    }
  return true;
}
