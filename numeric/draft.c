/* numeric/draft.c: laying out the work of a morph.  */
#include "numeric/draft_i.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "graph/array.h"

/* ---- bundles ------------------------------------------------------------------ */

/* A layer with the places of its ends in topological order.  */
typedef struct placed
{
  uint32_t tail, head;
  mm_layer layer;
} placed;

static int
by_place (const void *a, const void *b)
{
  const placed *p = a, *q = b;
  if (p->tail != q->tail)
    return p->tail < q->tail ? -1 : 1;
  if (p->head != q->head)
    return p->head < q->head ? -1 : 1;
  return (p->layer > q->layer) - (p->layer < q->layer);
}

static mm_status
sort_layers (const mm_view *view, placed **out)
{
  uint32_t *place = mm_array_new (view->blobs, sizeof *place);
  placed *p = mm_array_new (view->layers, sizeof *p);
  *out = p;
  if (place && p)
    {
      for (uint32_t i = 0; i < view->blobs; i++)
        place[mm_view_order (view, i)] = i;
      for (mm_layer e = 0; e < view->layers; e++)
        p[e] = (placed){ place[view->layer[e].tail], place[view->layer[e].head], e };
      qsort (p, view->layers, sizeof *p, by_place);
    }
  free (place);
  return place && p ? MM_OK : MM_ENOMEM;
}

static uint32_t
load (const uint32_t *loads, uint32_t at)
{
  return loads ? loads[at] : 0;
}

/* Runs of layers with equal ends.  */
static void
gather (mm_draft *draft, const placed *p, const mm_loads *loads)
{
  const mm_view *view = draft->view;
  for (uint32_t i = 0; i < view->layers; i++)
    {
      const mm_view_layer *layer = &view->layer[p[i].layer];
      draft->member[i] = p[i].layer;
      if (i == 0 || p[i].tail != p[i - 1].tail || p[i].head != p[i - 1].head)
        draft->bundle[draft->bundles++] = (mm_bundle){ .tail = layer->tail, .head = layer->head, .first = i };
      mm_bundle *b = &draft->bundle[draft->bundles - 1];
      b->count++;
      b->input += load (loads->input, p[i].layer);
      b->output += load (loads->output, p[i].layer);
      b->start += load (loads->start, p[i].layer);
      b->hub |= layer->head == draft->hub && mm_view_fits (view, p[i].layer, draft->demand);
    }
}

/* Let only as many units start as are needed, and carry on only those.  Bundles into a blob come
   before those out of it.  */
static mm_status
trim (mm_draft *draft)
{
  uint32_t *waiting = mm_array_new (draft->view->blobs, sizeof *waiting), left = draft->demand->rank_out;
  for (uint32_t k = 0; waiting && k < draft->bundles; k++)
    {
      mm_bundle *b = &draft->bundle[k];
      b->start = b->start < left ? b->start : left;
      b->output = b->output < waiting[b->tail] ? b->output : waiting[b->tail];
      left -= b->start;
      waiting[b->tail] -= b->output;
      waiting[b->head] += b->start + b->output;
    }
  free (waiting);
  return waiting ? MM_OK : MM_ENOMEM;
}

static mm_status
make_filter (const mm_draft *draft, mm_bundle *b)
{
  uint32_t kh = 1, kw = 1;
  for (uint32_t i = 0; i < b->count; i++)
    {
      const mm_view_layer *layer = &draft->view->layer[draft->member[b->first + i]];
      kh = layer->kh > kh ? layer->kh : kh;
      kw = layer->kw > kw ? layer->kw : kw;
    }
  return mm_filter_init (&b->filter, draft->view->channels[b->head], draft->view->channels[b->tail], kh, kw);
}

/* ---- channels ------------------------------------------------------------------ */

/* How many units of each side a blob has.  */
static void
place_units (mm_draft *draft, const mm_loads *loads)
{
  const mm_view *view = draft->view;
  for (mm_blob v = 0; v < view->blobs; v++)
    {
      const uint32_t code = load (loads->code, v);
      draft->part[v] = (mm_part){ .channels = view->channels[v], .used = code, .code = code };
    }
  for (uint32_t k = 0; k < draft->bundles; k++)
    {
      const mm_bundle *b = &draft->bundle[k];
      mm_part *head = &draft->part[b->head];
      head->used += b->input + b->output + b->start;
      head->code += b->input;
    }
  if (draft->hub != MM_NONE)
    draft->part[draft->hub].used = draft->demand->rank_out;
  const uint32_t in = draft->demand->in, out = draft->demand->out;
  draft->part[view->s] = (mm_part){ .channels = in, .used = in, .code = in };
  draft->part[view->t] = (mm_part){ .channels = out, .used = out };
}

/* Free channels: W1 before the hub and W2 after it when there is one, at least one of each when there are two.  */
static void
place_free (mm_draft *draft)
{
  bool before = true;
  for (uint32_t i = 0; i < draft->view->blobs; i++)
    {
      const mm_blob v = mm_view_order (draft->view, i);
      mm_part *part = &draft->part[v];
      before = before && v != draft->hub;
      const bool early = part->used == 0 ? before : part->used == part->code;
      const uint32_t spare = part->channels - part->used;
      part->w1 = (spare + early) / 2;
      part->w2 = spare - part->w1;
    }
}

/* Which bundles carry the kernel.  Into the one hub they need something to read.  */
static void
mark_hubs (mm_draft *draft)
{
  for (uint32_t k = 0; k < draft->bundles; k++)
    {
      mm_bundle *b = &draft->bundle[k];
      b->hub = draft->hub == MM_NONE ? b->start > 0 : b->hub && draft->part[b->tail].code > 0;
    }
}

/* ---- the parent ---------------------------------------------------------------- */

mm_status
mm_filter_turned (const mm_filter *f, mm_filter *out)
{
  const mm_status s = mm_filter_init (out, f->in, f->out, f->kh, f->kw);
  const size_t taps = (size_t) f->kh * f->kw, size = (size_t) f->out * f->in;
  for (size_t k = 0; !s && k < taps; k++)
    for (size_t o = 0; o < f->out; o++)
      for (size_t i = 0; i < f->in; i++)
        out->data[k * size + i * f->out + o] = f->data[k * size + o * f->in + i];
  return s;
}

static mm_status
take_parent (mm_draft *draft, const mm_filter *parent)
{
  mm_filter core;
  mm_status s = mm_filter_crop (parent, draft->demand->kh, draft->demand->kw, &core);
  if (s)
    return s;
  const double norm = mm_filter_norm (&core);
  const double he = mm_filter_he (&core) * sqrt ((double) mm_filter_size (&core));
  draft->scale = norm > 0 ? norm / he : 1;
  for (size_t k = 0; k < mm_filter_size (&core); k++)
    core.data[k] /= draft->scale;
  if (!draft->view->reversed)
    {
      draft->target = core;
      return MM_OK;
    }
  s = mm_filter_turned (&core, &draft->target);
  mm_filter_clear (&core);
  return s;
}

/* ---- all together ---------------------------------------------------------------- */

static mm_status
make_bundles (mm_draft *draft, const mm_loads *loads)
{
  placed *p = NULL;
  mm_status s = sort_layers (draft->view, &p);
  if (!s)
    gather (draft, p, loads);
  free (p);
  if (!s && draft->hub == MM_NONE)
    s = trim (draft);
  for (uint32_t k = 0; !s && k < draft->bundles; k++)
    s = make_filter (draft, &draft->bundle[k]);
  return s;
}

mm_status
mm_draft_init (mm_draft *draft, const mm_view *view, const mm_demand *demand, const mm_bases *bases,
              const mm_filter *parent, const mm_loads *loads, uint64_t seed)
{
  *draft = (mm_draft){
    .view = view, .demand = demand, .bases = bases, .seed = seed, .hub = loads->hub,
    .bundle = mm_array_new (view->layers, sizeof *draft->bundle),
    .member = mm_array_new (view->layers, sizeof *draft->member),
    .part = mm_array_new (view->blobs, sizeof *draft->part),
    .from = mm_array_new (view->blobs, sizeof *draft->from),
    .to = mm_array_new (view->blobs, sizeof *draft->to),
  };
  mm_status s = draft->bundle && draft->member && draft->part && draft->from && draft->to ? MM_OK : MM_ENOMEM;
  if (!s)
    s = take_parent (draft, parent);
  if (!s)
    s = make_bundles (draft, loads);
  if (s)
    {
      mm_draft_clear (draft);
      return s;
    }
  place_units (draft, loads);
  place_free (draft);
  mark_hubs (draft);
  return MM_OK;
}

void
mm_draft_clear (mm_draft *draft)
{
  for (uint32_t k = 0; k < draft->bundles; k++)
    mm_filter_clear (&draft->bundle[k].filter);
  for (mm_blob v = 0; v < draft->view->blobs; v++)
    {
      if (draft->from)
        free (draft->from[v]);
      if (draft->to)
        free (draft->to[v]);
    }
  mm_hub_clear (&draft->solver);
  mm_filter_clear (&draft->target);
  free (draft->bundle);
  free (draft->member);
  free (draft->part);
  free (draft->from);
  free (draft->to);
}

/* ---- small questions --------------------------------------------------------------- */

double
mm_draft_share (const mm_draft *draft)
{
  double most = 0;
  for (mm_blob v = 0; v < draft->view->blobs; v++)
    if (v != draft->view->s && v != draft->view->t)
      most = fmax (most, (double) draft->part[v].used / draft->part[v].channels);
  return most;
}

void
mm_draft_random (const mm_draft *draft, mm_stream stream, uint32_t index, mm_random *random)
{
  mm_random_seed (random, draft->seed, (uint64_t) stream << 32 | index);
}

void
mm_randomise (double *at, uint32_t rows, uint32_t columns, size_t stride, double std, mm_random *random)
{
  double sum = 0;
  for (size_t r = 0; r < rows; r++)
    {
      mm_random_fill_normal (random, 1, at + r * stride, columns);
      for (size_t c = 0; c < columns; c++)
        sum += at[r * stride + c] * at[r * stride + c];
    }
  const double factor = sum > 0 ? std * sqrt ((double) rows * columns / sum) : 0;
  for (size_t r = 0; r < rows; r++)
    for (size_t c = 0; c < columns; c++)
      at[r * stride + c] *= factor;
}

double
mm_bundle_variance (const mm_draft *draft, const mm_bundle *b, uint32_t y, uint32_t x)
{
  /* Fan-in counts in the direction of the module.  */
  const uint32_t fan = draft->view->channels[draft->view->reversed ? b->head : b->tail];
  double sum = 0;
  for (uint32_t i = 0; i < b->count; i++)
    {
      const mm_view_layer *layer = &draft->view->layer[draft->member[b->first + i]];
      if (mm_bundle_inside (b, y, x, layer->kh, layer->kw))
        sum += 2 / ((double) fan * layer->kh * layer->kw);
    }
  return sum;
}

static bool
near_centre (uint32_t at, uint32_t size, uint32_t box)
{
  const uint32_t centre = size / 2, half = box / 2;
  return at + half >= centre && at <= centre + half;
}

bool
mm_bundle_inside (const mm_bundle *b, uint32_t y, uint32_t x, uint32_t kh, uint32_t kw)
{
  return near_centre (y, b->filter.kh, kh) && near_centre (x, b->filter.kw, kw);
}

double *
mm_bundle_centre (const mm_bundle *b, uint32_t row, uint32_t column)
{
  return mm_filter_tap (&b->filter, b->filter.kh / 2, b->filter.kw / 2) + (size_t) row * b->filter.in + column;
}

mm_run
mm_draft_run (const mm_draft *draft, mm_blob v, mm_side side)
{
  const mm_part *part = &draft->part[v];
  return side == MM_SIDE_INPUT ? (mm_run){ 0, part->code } : (mm_run){ part->code, part->used - part->code };
}

bool
mm_bundle_joins (const mm_draft *draft, const mm_bundle *b, mm_side tail, mm_side head)
{
  return mm_draft_run (draft, b->tail, tail).count > 0 && mm_draft_run (draft, b->head, head).count > 0;
}

double
mm_bundle_scale (const mm_draft *draft, const mm_bundle *b)
{
  double he = 0;
  const double norm = mm_filter_norm (&b->filter);
  for (uint32_t y = 0; y < b->filter.kh; y++)
    for (uint32_t x = 0; x < b->filter.kw; x++)
      he += mm_bundle_variance (draft, b, y, x) * b->filter.out * b->filter.in;
  return norm / sqrt (he);
}
