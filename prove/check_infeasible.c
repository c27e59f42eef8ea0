/* prove/check_infeasible.c: the cut is too narrow, so the module can hold no convolution of the demand.

   The claim: no weights make the module compute a convolution of the demand's channels that has, as
   the condition may be,

   function   rank rank_function over the rational functions
   kernel     taps other than zero in the outermost rows and columns of kh x kw
   rows       rank rank_rows (over the rational functions) in its first or in its last row of kh x kw taps
   columns    rank rank_columns in its first or in its last column
   corner     rank rank_corner in one of its four corner taps
   input      rank rank_in of its (out kh kw) x in matrix of taps
   output     rank rank_out of its out x (in kh kw) matrix of taps

   A generic convolution has these with the demand's ranks as great as they can be.

   Proof.  A cut is a set of interior blobs that every path from source to sink passes.  Sort the paths
   by the first blob v of the cut that they pass: G = sum over v of D_v U_v, where U_v sums the paths from
   the source to v through no other blob of the cut, and D_v all paths from v to the sink.  U_v
   has channels[v] rows.

   - function: so the rank is at most the sum of the cut's channels.
   - kernel: a path's taps reach at most as far as the sum of its layers' radii (half of the kernel less
     one), in height and in width.
   - rows: when the first row of the kernel is just as far as the longest paths reach in height, it is made of the
     longest paths alone, and of the first row of each of their layers.  These layers, the tight ones, are those
     with (longest from source to tail) + radius + (longest from head to sink) = longest; every path of tight layers is
     a longest one.  So the first row is what the subgraph of tight layers computes with
     these rows as weights, and the same argument bounds its rank.  The last row, and columns, likewise.
   - corner: the outermost taps of that row, which are as far as the tight paths reach in width, are made of those
     tight paths that are longest in width among the tight ones.  If none of them reaches as far, the corner
     is zero; then no layer is left, and the empty cut separates.
   - input: the taps of U_v lie in a box of (2 r + 1) (2 r' + 1), r and r' being the longest radii from the source to v.
     Every column block of G's matrix of taps is a combination of the taps of the U_v, so its rank is at most the sum of
     channels[v] (2 r + 1) (2 r' + 1).
   - output: the same for the reversed module and the transposed convolution.

   Radii are below 2^31 and paths shorter than 2^32, so lengths fit into 63 bits; sums and products of
   capacities stop at 2^64 - 1, which exceeds every rank.  */
#include <string.h>

#include "prove/check_capacity_i.h"

#define UNREACHED UINT64_MAX

/* The layers by their tails and by their heads, what is kept of them, and lengths.  */
typedef struct field
{
  const mm_case *k;
  const mm_cert_capacity *p;
  uint64_t *from[2], *to[2];   /* per axis (0: height, 1: width) and vertex: longest radius */
  uint32_t *out_start, *out;   /* layers out of v: out[out_start[v]] … out[out_start[v + 1] - 1], from 0 */
  uint32_t *in_start, *in;
  uint32_t *dropped;           /* per layer: it is none of those that count */
} field;

size_t
mm_check_infeasible_words (const mm_certificate *c)
{
  return 2 * 4 * ((size_t) c->blobs + 1) + 2 * ((size_t) c->blobs + 2) + 3 * (size_t) c->layers;
}

/* Sort the layers by one of their ends.  start[v + 1] counts, then points, then has moved on to the next.  */
static void
sort_layers (const mm_certificate *c, const uint32_t *end, uint32_t *start, uint32_t *sorted)
{
  for (uint32_t e = 0; e < c->layers; e++)
    start[end[e] + 1]++;
  for (uint32_t v = 1; v <= c->blobs + 1; v++)
    start[v] += start[v - 1];
  for (uint32_t e = 0; e < c->layers; e++)
    sorted[start[end[e]]++] = e;
  for (uint32_t v = c->blobs + 1; v > 0; v--)
    start[v] = start[v - 1];
  start[0] = 0;
}

static void
begin (field *f, const mm_case *k)
{
  const mm_certificate *c = k->c;
  const size_t blobs = (size_t) c->blobs + 1;
  uint64_t *wide = (uint64_t *) (void *) k->work;
  *f = (field){ .k = k, .p = c->capacity, .from = { wide, wide + blobs }, .to = { wide + 2 * blobs, wide + 3 * blobs } };
  f->out_start = k->work + 8 * blobs;
  f->in_start = f->out_start + blobs + 1;
  f->out = f->in_start + blobs + 1;
  f->in = f->out + c->layers;
  f->dropped = f->in + c->layers;
  sort_layers (c, c->tail, f->out_start, f->out);
  sort_layers (c, c->head, f->in_start, f->in);
}

static uint64_t
radius (const field *f, uint32_t e, int axis)
{
  return (f->p->kernel[2 * (size_t) e + (size_t) axis] - 1) / 2;
}

/* Longest radii from the source; vertices are numbered topologically.  */
static void
measure_from (field *f, int axis)
{
  const mm_certificate *c = f->k->c;
  for (uint32_t v = 1; v <= c->blobs; v++)
    {
      uint64_t longest = v == 1 ? 0 : UNREACHED;
      for (uint32_t i = f->in_start[v]; i < f->in_start[v + 1]; i++)
        {
          const uint32_t e = f->in[i];
          const uint64_t before = f->from[axis][c->tail[e]];
          if (f->dropped[e] || before == UNREACHED)
            continue;
          if (longest == UNREACHED || before + radius (f, e, axis) > longest)
            longest = before + radius (f, e, axis);
        }
      f->from[axis][v] = longest;
    }
}

/* Longest radii to the sink.  */
static void
measure_to (field *f, int axis)
{
  const mm_certificate *c = f->k->c;
  for (uint32_t v = c->blobs; v > 0; v--)
    {
      uint64_t longest = v == c->blobs ? 0 : UNREACHED;
      for (uint32_t i = f->out_start[v]; i < f->out_start[v + 1]; i++)
        {
          const uint32_t e = f->out[i];
          const uint64_t after = f->to[axis][c->head[e]];
          if (f->dropped[e] || after == UNREACHED)
            continue;
          if (longest == UNREACHED || after + radius (f, e, axis) > longest)
            longest = after + radius (f, e, axis);
        }
      f->to[axis][v] = longest;
    }
}

/* Drop what is on no longest path of what there is. @return how far these reach */
static uint64_t
keep_longest (field *f, int axis)
{
  const mm_certificate *c = f->k->c;
  measure_from (f, axis);
  measure_to (f, axis);
  const uint64_t longest = f->from[axis][c->blobs];
  for (uint32_t e = 0; e < c->layers; e++)
    {
      const uint64_t before = f->from[axis][c->tail[e]], after = f->to[axis][c->head[e]];
      if (before == UNREACHED || after == UNREACHED || before + radius (f, e, axis) + after != longest)
        f->dropped[e] = 1;
    }
  return longest;
}

/* ---- cuts ---------------------------------------------------------------------- */

static bool
cut_is_one (field *f)
{
  const mm_certificate *c = f->k->c;
  char name[MM_CASE_NAME];
  for (size_t i = 0; i < f->p->cuts; i++)
    {
      const uint32_t v = f->p->cut[i];
      if (v <= 1 || v >= c->blobs)
        return mm_refuse (f->k, "the cut has an end of the module in it");
      if (i > 0 && f->p->cut[i - 1] >= v)
        return mm_refuse (f->k, "the cut does not list its vertices in rising order (blob %s)",
                          mm_case_blob (f->k, v, name));
      f->k->mark[v] = 1;
    }
  return true;
}

/* No path over the layers that count avoids the cut.  mark: 1 in the cut, 2 reached.  */
static bool
cut_separates (const field *f)
{
  const mm_certificate *c = f->k->c;
  uint32_t *mark = f->k->mark;
  mark[1] = 2;
  for (uint32_t v = 1; v <= c->blobs; v++)
    for (uint32_t i = f->out_start[v]; mark[v] == 2 && i < f->out_start[v + 1]; i++)
      if (!f->dropped[f->out[i]] && mark[c->head[f->out[i]]] != 1)
        mark[c->head[f->out[i]]] = 2;
  return mark[c->blobs] == 2 ? mm_refuse (f->k, "the cut does not separate source and sink") : true;
}

/* What blob v lets through.  */
static uint64_t
room (const field *f, uint32_t v)
{
  uint64_t sum = f->p->channels[v - 1];
  if (f->p->condition != MM_CERT_INPUT && f->p->condition != MM_CERT_OUTPUT)
    return sum;
  for (int axis = 0; axis < 2; axis++)
    sum = mm_check_product (sum, 2 * (f->p->condition == MM_CERT_INPUT ? f->from : f->to)[axis][v] + 1);
  return sum;
}

static bool
is_too_narrow (field *f, uint32_t rank)
{
  uint64_t sum = 0;
  if (!cut_is_one (f) || !cut_separates (f))
    return false;
  for (size_t i = 0; i < f->p->cuts; i++)
    sum = mm_check_sum (sum, room (f, f->p->cut[i]));
  if (sum < rank)
    return true;
  return mm_refuse (f->k, "the cut lets %llu through, and only %u are needed", (unsigned long long) sum, rank);
}

/* ---- conditions ------------------------------------------------------------------ */

static bool
kernel_is_too_large (field *f)
{
  const mm_demand *d = &f->p->demand;
  measure_from (f, 0);
  measure_from (f, 1);
  const uint64_t height = f->from[0][f->k->c->blobs], width = f->from[1][f->k->c->blobs];
  if (f->p->cuts > 0)
    return mm_refuse (f->k, "a kernel that is too large needs no cut");
  if ((d->kh - 1) / 2 > height || (d->kw - 1) / 2 > width)
    return true;
  return mm_refuse (f->k, "the longest paths reach as far as a %ux%u kernel", d->kh, d->kw);
}

/* The outermost rows (columns) come from the longest paths; if so, only these count from now on.  */
static bool
is_outermost (field *f, int axis)
{
  const uint32_t size = axis ? f->p->demand.kw : f->p->demand.kh;
  const uint64_t longest = keep_longest (f, axis);
  if ((size - 1) / 2 == longest)
    return true;
  return mm_refuse (f->k, "the longest paths reach %llu in %s, the kernel %u", (unsigned long long) longest,
                    axis ? "width" : "height", (size - 1) / 2);
}

static bool
corner_is_too_narrow (field *f)
{
  const uint64_t reach = (f->p->demand.kw - 1) / 2;
  if (!is_outermost (f, 0))
    return false;
  const uint64_t longest = keep_longest (f, 1);
  if (reach < longest)
    return mm_refuse (f->k, "the longest paths in height reach %llu in width, further than the kernel",
                      (unsigned long long) longest);
  for (uint32_t e = 0; reach > longest && e < f->k->c->layers; e++)
    f->dropped[e] = 1;
  return is_too_narrow (f, f->p->demand.rank_corner);
}

static bool
spread_is_too_narrow (field *f)
{
  for (int axis = 0; axis < 2; axis++)
    {
      measure_from (f, axis);
      measure_to (f, axis);
    }
  const mm_demand *d = &f->p->demand;
  return is_too_narrow (f, f->p->condition == MM_CERT_INPUT ? d->rank_in : d->rank_out);
}

bool
mm_check_infeasible (const mm_case *k)
{
  field f;
  if (!mm_check_demand (k, true))
    return false;
  begin (&f, k);
  switch (f.p->condition)
    {
    case MM_CERT_FUNCTION: return is_too_narrow (&f, f.p->demand.rank_function);
    case MM_CERT_KERNEL: return kernel_is_too_large (&f);
    case MM_CERT_ROWS: return is_outermost (&f, 0) && is_too_narrow (&f, f.p->demand.rank_rows);
    case MM_CERT_COLUMNS: return is_outermost (&f, 1) && is_too_narrow (&f, f.p->demand.rank_columns);
    case MM_CERT_CORNER: return corner_is_too_narrow (&f);
    case MM_CERT_INPUT:
    case MM_CERT_OUTPUT: return spread_is_too_narrow (&f);
    }
  return mm_refuse (k, "the condition (number %u) is unknown", (unsigned) f.p->condition);
}
