/* prove/check_graph.c: the certificate is about this module.

   Let n and m be the numbers of blobs and layers, which agree.  blob[] is an injection of
   the vertices 1 … n into the n blobs, hence a bijection; each layer, by its place, has the
   same ends on both sides.  So the two graphs are one, under that renaming.

   That this graph is a module is verified here as well, instead of trusting who built it:
   tail < head on every layer makes it acyclic; a layer into every vertex but the first
   and a layer out of every vertex but the last make vertex 1 its only source and vertex n
   its only sink (vertex 1 has no layer in, and vertex n none out, because of tail < head).  */
#include <string.h>

#include "prove/check_i.h"

/* What a vertex or a blob has been seen to be.  */
enum
{
  MAPPED = 1, /* some vertex stands for this blob (index: blob) */
  ENTERED = 2,
  LEFT = 4 /* some layer ends, starts here (index: vertex) */
};

static bool
is_bijection (const mm_case *k)
{
  const uint32_t n = k->c->blobs;
  for (uint32_t i = 0; i < n; i++)
    {
      const mm_blob v = k->c->blob[i];
      if (v >= n)
        return mm_refuse (k, "vertex %u stands for blob number %u, which the module has not", i + 1, v);
      if (k->mark[v] & MAPPED)
        return mm_refuse (k, "vertex %u stands for blob number %u, as an earlier vertex does", i + 1, v);
      k->mark[v] |= MAPPED;
    }
  return true;
}

static bool
names_agree (const mm_case *k)
{
  char said[MM_CASE_NAME], is[MM_CASE_NAME], number[MM_NAME_BUFFER];
  for (uint32_t i = 0; i < k->c->blobs; i++)
    {
      const mm_blob v = k->c->blob[i];
      const char *claimed = k->c->blob_name ? k->c->blob_name[i] : NULL;
      const bool named = mm_module_blob_is_named (k->m, v);
      if (!claimed && !named)
        continue;
      if (!claimed || !named || strcmp (claimed, mm_module_blob_name (k->m, v, number)))
        return mm_refuse (k, "blob number %u is %s in the module, but %s in the certificate", v,
                          named ? mm_case_blob (k, i + 1, is) : "without a name",
                          claimed ? mm_case_name (claimed, said) : "without a name");
    }
  return true;
}

static bool
ends_agree (const mm_case *k)
{
  const mm_certificate *c = k->c;
  const mm_blob *tail = mm_module_tails (k->m), *head = mm_module_heads (k->m);
  char from[MM_CASE_NAME], to[MM_CASE_NAME];
  for (uint32_t e = 0; e < c->layers; e++)
    {
      const uint32_t u = c->tail[e], v = c->head[e];
      if (u < 1 || u > c->blobs || v < 1 || v > c->blobs)
        return mm_refuse (k, "layer %u ends outside the vertices 1 to %u", e + 1, c->blobs);
      if (c->blob[u - 1] != tail[e] || c->blob[v - 1] != head[e])
        return mm_refuse (k, "layer %u goes from %s to %s in the certificate, but not in the module", e + 1,
                          mm_case_blob (k, u, from), mm_case_blob (k, v, to));
      if (u >= v)
        return mm_refuse (k, "layer %u goes from vertex %u to %u: the vertices are not numbered topologically", e + 1,
                          u, v);
      k->mark[u] |= LEFT;
      k->mark[v] |= ENTERED;
    }
  return true;
}

static bool
terminals_are_the_ends (const mm_case *k)
{
  const uint32_t n = k->c->blobs;
  char name[MM_CASE_NAME];
  for (uint32_t v = 1; v <= n; v++)
    if (!(k->mark[v] & ENTERED) != (v == 1) || !(k->mark[v] & LEFT) != (v == n))
      return mm_refuse (k, "vertex %u (blob %s) should have layers in and out, but for the first and the last vertex",
                        v, mm_case_blob (k, v, name));
  return true;
}

bool
mm_check_graph (const mm_case *k)
{
  if (!is_bijection (k) || !names_agree (k) || !ends_agree (k) || !terminals_are_the_ends (k))
    return false;
  memset (k->mark, 0, ((size_t) k->c->blobs + 1) * sizeof *k->mark);
  return true;
}
