/* prove/capacity_size.c: channels and kernels for a bare module.

   Each blob takes one number of channels, each layer one of two kernels: the smallest of all, or the
   smallest that covers the demand's; no other kernel is both cheaper and of use.  A layer's parameters are
   a product of three choices.  They become linear with a share for every triple of choices that sums
   up to each single choice; when the choices are whole, so are the shares.  */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "graph/array.h"
#include "prove/capacity_i.h"

/* What a blob or a layer may choose from, with the column of each choice; a lone one needs none.  */
typedef struct menu
{
  uint32_t count;
  uint32_t *size[2]; /* channels; or height and width */
  uint32_t *column;  /* MM_NONE: it is chosen anyway */
} menu;

typedef struct work
{
  mm_site site;
  mm_demand demand;
  mm_milp p;
  mm_t4 t;
  menu *blob, *layer;
  uint64_t *most;
} work;

/* ---- menus -------------------------------------------------------------------------- */

static void
menu_clear (menu *x, uint32_t count)
{
  for (uint32_t i = 0; x && i < count; i++)
    {
      free (x[i].size[0]);
      free (x[i].size[1]);
      free (x[i].column);
    }
  free (x);
}

static bool
menu_new (menu *x, uint32_t count)
{
  x->count = count;
  x->size[0] = mm_array_new (count, sizeof *x->size[0]);
  x->size[1] = mm_array_new (count, sizeof *x->size[1]);
  x->column = mm_array_new (count, sizeof *x->column);
  return x->size[0] && x->size[1] && x->column;
}

static mm_status
offer_channels (work *w, mm_blob v, const mm_choices *c)
{
  menu *x = &w->blob[v];
  const uint32_t own = w->site.channels[v];
  if (!menu_new (x, own ? 1 : c->channel_count))
    return MM_ENOMEM;
  for (uint32_t i = 0; i < x->count; i++)
    {
      x->size[0][i] = own ? own : c->channels[i];
      if (x->size[0][i] > w->most[v])
        w->most[v] = x->size[0][i];
    }
  return MM_OK;
}

static bool
covers (const work *w, uint32_t h, uint32_t wd)
{
  return h >= w->demand.kh && wd >= w->demand.kw;
}

static uint64_t
area (const mm_choices *c, uint32_t i)
{
  return (uint64_t) c->kernels[2 * i] * c->kernels[2 * i + 1];
}

/* The smallest kernel, and the smallest that covers the demand's when that is another.  */
static mm_status
offer_kernels (work *w, mm_layer e, const mm_choices *c)
{
  const mm_layer_info info = mm_module_layer_info (w->site.m, e);
  const uint32_t none = c->kernel_count;
  uint32_t least = none, cover = none;
  menu *x = &w->layer[e];
  if (!menu_new (x, 2))
    return MM_ENOMEM;
  if (info.kernel_h)
    {
      x->count = 1;
      x->size[0][0] = info.kernel_h;
      x->size[1][0] = info.kernel_w;
      w->site.fits[e] = covers (w, info.kernel_h, info.kernel_w);
      return MM_OK;
    }
  for (uint32_t i = 0; i < c->kernel_count; i++)
    {
      if (least == none || area (c, i) < area (c, least))
        least = i;
      if (covers (w, c->kernels[2 * i], c->kernels[2 * i + 1]) && (cover == none || area (c, i) < area (c, cover)))
        cover = i;
    }
  w->site.fits[e] = cover != none;
  if (cover != none && area (c, cover) == area (c, least))
    least = cover;
  x->count = cover == none || cover == least ? 1 : 2;
  for (int axis = 0; axis < 2; axis++)
    {
      x->size[axis][0] = c->kernels[2 * least + (uint32_t) axis];
      x->size[axis][1] = c->kernels[2 * (cover == none ? least : cover) + (uint32_t) axis];
    }
  return MM_OK;
}

/* ---- the program ----------------------------------------------------------------------- */

/* One of the choices is taken.  */
static void
add_menu (work *w, menu *x)
{
  x->column[0] = MM_NONE;
  if (x->count == 1)
    return;
  const uint32_t row = mm_milp_row_add (&w->p, 1, 1);
  for (uint32_t i = 0; i < x->count; i++)
    {
      x->column[i] = mm_milp_whole (&w->p, 0, 1, 0);
      mm_milp_add (&w->p, row, x->column[i], 1);
    }
}

static void
add_channels (work *w, mm_blob v)
{
  menu *x = &w->blob[v];
  add_menu (w, x);
  if (x->count == 1 || w->p.status)
    return;
  w->p.row[w->t.room[v]].high = 0;
  for (uint32_t i = 0; i < x->count; i++)
    mm_milp_add (&w->p, w->t.room[v], x->column[i], -(double) x->size[0][i]);
}

/* Units start on a layer only if it takes the kernel that covers the demand's.  */
static void
add_kernel (work *w, mm_layer e)
{
  menu *x = &w->layer[e];
  add_menu (w, x);
  if (x->count == 1 || w->t.start[e] == MM_NONE)
    return;
  const uint32_t row = mm_milp_row_add (&w->p, -MM_MILP_FREE, 0);
  mm_milp_add (&w->p, row, w->t.start[e], 1);
  mm_milp_add (&w->p, row, x->column[1], -(double) w->site.rank_out);
}

/* Rows that tie shares to the choices of one menu; the first of `count` rows.  */
static uint32_t
tie (work *w, const menu *x)
{
  uint32_t first = 0;
  for (uint32_t i = 0; i < x->count; i++)
    {
      const bool chosen = x->column[i] == MM_NONE;
      const uint32_t row = mm_milp_row_add (&w->p, chosen, chosen);
      if (i == 0)
        first = row;
      if (!chosen)
        mm_milp_add (&w->p, row, x->column[i], -1);
    }
  return first;
}

static uint64_t
weights (const work *w, mm_layer e, uint32_t i, uint32_t j, uint32_t k)
{
  const menu *x = &w->layer[e];
  return mm_capacity_product (mm_capacity_product (x->size[0][k], x->size[1][k]),
                              mm_capacity_product (w->blob[w->site.tail[e]].size[0][i],
                                                   w->blob[w->site.head[e]].size[0][j]));
}

static void
price_layer (work *w, mm_layer e)
{
  const menu *tail = &w->blob[w->site.tail[e]], *head = &w->blob[w->site.head[e]], *kernel = &w->layer[e];
  const uint32_t tails = tie (w, tail), heads = tie (w, head), kernels = tie (w, kernel);
  for (uint32_t i = 0; i < tail->count; i++)
    for (uint32_t j = 0; j < head->count; j++)
      for (uint32_t k = 0; k < kernel->count && !w->p.status; k++)
        {
          const uint32_t share = mm_milp_real (&w->p, 0, 1, (double) weights (w, e, i, j, k));
          mm_milp_add (&w->p, tails + i, share, 1);
          mm_milp_add (&w->p, heads + j, share, 1);
          mm_milp_add (&w->p, kernels + k, share, 1);
        }
}

static void
add_choices (void *data)
{
  work *w = data;
  for (mm_blob v = 0; v < w->site.blobs && !w->p.status; v++)
    add_channels (w, v);
  for (mm_layer e = 0; e < w->site.layers && !w->p.status; e++)
    add_kernel (w, e);
  for (mm_layer e = 0; e < w->site.layers && !w->p.status; e++)
    price_layer (w, e);
}

/* ---- solutions --------------------------------------------------------------------------- */

static uint32_t
chosen (const menu *x, const double *value)
{
  for (uint32_t i = 0; i < x->count && x->count > 1; i++)
    if (value[x->column[i]] > 0.5)
      return i;
  return 0;
}

static uint64_t
price_of (const work *w, const double *value)
{
  uint64_t sum = 0;
  for (mm_layer e = 0; e < w->site.layers; e++)
    sum = mm_capacity_sum (sum, weights (w, e, chosen (&w->blob[w->site.tail[e]], value),
                                         chosen (&w->blob[w->site.head[e]], value), chosen (&w->layer[e], value)));
  return sum;
}

static void
keep (const work *w, const double *value, uint64_t price, const mm_hubs *plan, mm_sized *z)
{
  for (mm_blob v = 0; v < w->site.blobs; v++)
    z->channels[v] = w->blob[v].size[0][chosen (&w->blob[v], value)];
  for (mm_layer e = 0; e < w->site.layers; e++)
    for (int axis = 0; axis < 2; axis++)
      z->kernel[2 * (size_t) e + (size_t) axis] = w->layer[e].size[axis][chosen (&w->layer[e], value)];
  z->found = true;
  z->price = price;
  mm_hubs_clear (&z->plan);
  z->plan = *plan;
}

/* The site with what was chosen, and a plan on it.  */
static mm_status
take (void *data, const double *value, mm_sized *z, bool *found)
{
  work *w = data;
  mm_site real = w->site;
  mm_hubs plan = { .count = 0 };
  real.channels = mm_array_new (real.blobs, sizeof *real.channels);
  real.fits = mm_array_new (real.layers, sizeof *real.fits);
  mm_status s = real.channels && real.fits ? MM_OK : MM_ENOMEM;
  *found = false;
  if (!s)
    {
      for (mm_blob v = 0; v < real.blobs; v++)
        real.channels[v] = w->blob[v].size[0][chosen (&w->blob[v], value)];
      for (mm_layer e = 0; e < real.layers; e++)
        {
          const uint32_t k = chosen (&w->layer[e], value);
          real.fits[e] = covers (w, w->layer[e].size[0][k], w->layer[e].size[1][k]);
        }
      s = mm_t4_plan (&real, &w->t, value, found, &plan);
    }
  const uint64_t price = price_of (w, value);
  if (*found && (!z->found || price < z->price))
    keep (w, value, price, &plan, z);
  else
    mm_hubs_clear (&plan);
  free (real.channels);
  free (real.fits);
  return s;
}

static mm_status
check_choices (const mm_choices *c, mm_error *err)
{
  bool good = c->channel_count > 0 && c->kernel_count > 0;
  for (uint32_t i = 0; i < c->channel_count; i++)
    good = good && c->channels[i] > 0;
  for (size_t i = 0; i < 2 * (size_t) c->kernel_count; i++)
    good = good && c->kernels[i] % 2 == 1;
  return good ? MM_OK : mm_fail (err, MM_EINVAL, 0, "channels are at least 1, and kernels odd");
}

static mm_status
offer (work *w, const mm_choices *c, mm_sized *z)
{
  const mm_site *site = &w->site;
  w->blob = mm_array_new (site->blobs, sizeof *w->blob);
  w->layer = mm_array_new (site->layers, sizeof *w->layer);
  w->most = mm_array_new (site->blobs, sizeof *w->most);
  z->channels = mm_array_new (site->blobs, sizeof *z->channels);
  z->kernel = mm_array_new (2 * (size_t) site->layers, sizeof *z->kernel);
  mm_status s = w->blob && w->layer && w->most && z->channels && z->kernel ? MM_OK : MM_ENOMEM;
  for (mm_blob v = 0; !s && v < site->blobs; v++)
    s = offer_channels (w, v, c);
  for (mm_layer e = 0; !s && e < site->layers; e++)
    s = offer_kernels (w, e, c);
  for (mm_blob v = 0; !s && v < site->blobs; v++)
    w->site.channels[v] = (uint32_t) w->most[v];
  return s;
}

mm_status
mm_capacity_size (const mm_module *m, const mm_demand *demand, const mm_choices *choices, double seconds,
                  mm_sized *out, mm_error *err)
{
  work w = { .demand = *demand };
  *out = (mm_sized){ .ended = MM_PLAN_OPEN };
  mm_status s = check_choices (choices, err);
  if (!s)
    s = mm_site_bare (&w.site, m, demand, err);
  if (s)
    return s;
  s = offer (&w, choices, out);
  if (!s && seconds > 0)
    s = mm_choose_cheapest (&(mm_chooser){ &w.site, w.most, &w.p, &w.t, &w, add_choices, take }, seconds, out);
  menu_clear (w.blob, mm_module_blobs (m));
  menu_clear (w.layer, mm_module_layers (m));
  free (w.most);
  mm_site_clear (&w.site);
  if (!s)
    return MM_OK;
  mm_sized_clear (out);
  return mm_fail (err, s, 0, "%s", mm_status_text (s));
}
