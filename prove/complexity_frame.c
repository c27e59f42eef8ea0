/* prove/complexity_frame.c: the core as a graph, its dominators, and the parts that can be
   measured one by one.

   Pairs stay within parts.  Let c be a blob that every s-t path passes.  It dominates every
   blob behind it and postdominates every blob before it.  For a pair (v,w), v before w, the
   immediate dominator of w strictly dominates v.  If v is c or before c, and w behind c, then c
   dominates w, so the immediate dominator of w is c or behind c, and cannot strictly dominate v.
   If w is c, the mirror image of this.  So v and w lie between two consecutive such blobs; and
   since v reaches w there, they are connected.  Dominators and postdominators of such blobs are
   in the same part or among the blobs that every path passes, by the same argument.  */
#include "prove/complexity_i.h"

#include <assert.h>

#include "graph/dominators.h"

size_t
mm_frame_words (const mm_module *m, const mm_core *core)
{
  const size_t n = (size_t) core->blobs + 1;
  return 13 * n + 3 * (size_t) core->layers + mm_module_blobs (m);
}

/* Arrays that are needed while the frame is made, and share memory with others.  */
typedef struct draft
{
  uint32_t *number;           /* by blob of the module: its number, first in the order of the module */
  uint32_t *out_start, *head; /* the layers in those numbers */
  mm_blob *blob;              /* blobs in those numbers */
  uint32_t *deep;             /* the number in the frame */
  uint32_t *stack, *next;
} draft;

/* Number the core's blobs as its layers come: by tail, in the module's order; the sink is last.  */
static void
number_blobs (draft *d, const mm_core *core, mm_blob sink)
{
  uint32_t next = 0;
  for (uint32_t e = 0; e < core->layers; e++)
    {
      const mm_blob v = core->tail[e];
      if (next == 0 || d->blob[next - 1] != v)
        {
          d->out_start[next] = e;
          d->number[v] = next;
          d->blob[next++] = v;
        }
    }
  assert (next + 1 == core->blobs);
  d->out_start[next] = d->out_start[next + 1] = core->layers;
  d->number[sink] = next;
  d->blob[next] = sink;
  for (uint32_t e = 0; e < core->layers; e++)
    d->head[e] = d->number[core->head[e]];
}

/* Number the blobs again, each in front of all that were finished before it in a search that
   goes deep first.  */
static void
number_deep (draft *d, uint32_t blobs)
{
  uint32_t height = 0, left = blobs;
  for (uint32_t v = 0; v < blobs; v++)
    {
      d->next[v] = d->out_start[v];
      d->deep[v] = MM_NONE;
    }
  d->stack[height++] = 0;
  d->deep[0] = 0; /* seen */
  while (height > 0)
    {
      const uint32_t v = d->stack[height - 1];
      if (d->next[v] == d->out_start[v + 1])
        {
          d->deep[v] = --left;
          height--;
          continue;
        }
      const uint32_t w = d->head[d->next[v]++];
      if (d->deep[w] != MM_NONE)
        continue;
      d->deep[w] = 0;
      d->stack[height++] = w;
    }
  assert (left == 0);
}

/* The layers out of each blob and into each, in the new numbers.  */
static void
list_layers (mm_frame *f, const draft *d)
{
  const uint32_t n = f->blobs;
  for (uint32_t v = 0; v < n; v++)
    d->next[d->deep[v]] = v;
  uint32_t end = 0;
  for (uint32_t v = 0; v <= n; v++)
    f->in_start[v] = 0;
  for (uint32_t v = 0; v < n; v++)
    {
      const uint32_t old = d->next[v];
      f->blob[v] = d->blob[old];
      f->out_start[v] = end;
      for (uint32_t e = d->out_start[old]; e < d->out_start[old + 1]; e++)
        {
          const uint32_t w = d->deep[d->head[e]];
          f->head[end++] = w;
          f->in_start[w + 1]++;
        }
    }
  f->out_start[n] = end;
  for (uint32_t v = 0; v < n; v++)
    f->in_start[v + 1] += f->in_start[v];
  for (uint32_t v = n; v-- > 0;)
    for (uint32_t e = f->out_start[v]; e < f->out_start[v + 1]; e++)
      f->tail[--f->in_start[f->head[e] + 1]] = v;
  /* Each in_start[w + 1] is now where the layers into w start.  */
  for (uint32_t v = 0; v < n; v++)
    f->in_start[v] = f->in_start[v + 1];
  f->in_start[n] = f->layers;
}

static void
find_dominators (mm_frame *f, uint32_t *jump, uint32_t *depth)
{
  const uint32_t n = f->blobs;
  mm_domtree t = { f->idom, jump, depth };
  mm_domtree_root (&t, 0);
  for (uint32_t v = 1; v < n; v++)
    {
      uint32_t at = f->tail[f->in_start[v]];
      for (uint32_t k = f->in_start[v] + 1; k < f->in_start[v + 1]; k++)
        at = mm_domtree_meet (&t, at, f->tail[k]);
      mm_domtree_add (&t, v, at);
    }
  t.parent = f->ipdom;
  mm_domtree_root (&t, n - 1);
  for (uint32_t v = n - 1; v-- > 0;)
    {
      uint32_t at = f->head[f->out_start[v]];
      for (uint32_t k = f->out_start[v] + 1; k < f->out_start[v + 1]; k++)
        at = mm_domtree_meet (&t, at, f->head[k]);
      mm_domtree_add (&t, v, at);
    }
}

/* The first blob of what v hangs together with so far; paths are halved on the way.  */
static uint32_t
leader (uint32_t *of, uint32_t v)
{
  while (of[v] != v)
    v = of[v] = of[of[v]];
  return v;
}

/* Which blobs hang together without those that every s-t path passes; the smaller leads.  */
static void
join_blobs (mm_frame *f, uint32_t *of)
{
  const uint32_t n = f->blobs;
  for (uint32_t v = 0; v < n; v++)
    of[v] = v;
  for (uint32_t v = n - 1; v != MM_NONE; v = f->idom[v])
    of[v] = MM_NONE;
  for (uint32_t v = 0; v < n; v++)
    for (uint32_t e = f->out_start[v]; of[v] != MM_NONE && e < f->out_start[v + 1]; e++)
      {
        if (of[f->head[e]] == MM_NONE)
          continue;
        const uint32_t a = leader (of, v), b = leader (of, f->head[e]);
        of[a < b ? b : a] = a < b ? a : b;
      }
}

/* Number the parts and list their members: a counting sort.  */
static void
list_parts (mm_frame *f, uint32_t *of)
{
  const uint32_t n = f->blobs;
  f->parts = f->largest = 0;
  for (uint32_t v = 0; v < n; v++)
    {
      f->part[v] = MM_NONE;
      if (of[v] == MM_NONE)
        continue;
      const uint32_t a = leader (of, v);
      if (a == v)
        f->part_start[f->parts++] = 0;
      f->part[v] = a == v ? f->parts - 1 : f->part[a];
      f->place[v] = f->part_start[f->part[v]]++;
    }
  uint32_t end = 0;
  for (uint32_t p = 0; p < f->parts; p++)
    {
      const uint32_t count = f->part_start[p];
      f->largest = count > f->largest ? count : f->largest;
      f->part_start[p] = end;
      end += count;
    }
  f->part_start[f->parts] = end;
  for (uint32_t v = 0; v < n; v++)
    if (f->part[v] != MM_NONE)
      f->member[f->part_start[f->part[v]] + f->place[v]] = v;
}

void
mm_frame_fill (mm_frame *f, const mm_module *m, const mm_core *core, uint32_t *words)
{
  const size_t n = (size_t) core->blobs + 1, layers = core->layers;
  *f = (mm_frame){ .blobs = core->blobs, .layers = core->layers };
  uint32_t **const by_blob[] = { &f->blob,  &f->out_start,  &f->in_start, &f->idom, &f->ipdom,
                                 &f->place, &f->part_start, &f->member,   &f->part };
  for (size_t i = 0; i < sizeof by_blob / sizeof by_blob[0]; i++, words += n)
    *by_blob[i] = words;
  uint32_t *const spare[4] = { words, words + n, words + 2 * n, words + 3 * n };
  words += 4 * n;
  f->head = words;
  f->tail = words + layers;
  draft d = { .head = words + 2 * layers, .number = words + 3 * layers };
  d.blob = f->idom; /* which are filled after these */
  d.out_start = f->ipdom;
  d.deep = spare[0];
  d.stack = spare[1];
  d.next = spare[2];
  number_blobs (&d, core, mm_module_sink (m));
  number_deep (&d, f->blobs);
  list_layers (f, &d);
  find_dominators (f, spare[0], spare[1]);
  join_blobs (f, spare[3]);
  list_parts (f, spare[3]);
}
