/* tests/test_capacity_price.c: repairs and sizes against trying everything.  */
#include <criterion/criterion.h>

#include <stdio.h>
#include <string.h>

#include "numeric/route.h"
#include "prove/capacity.h"
#include "tests/capacity_kit.h"
#include "tests/leak.h"

TestSuite (capacity_price, .fini = no_leaks);

static const double enough = 20;

/* Whether one hub or several carry the demand.  */
static bool
carries (const mm_module *m, const mm_demand *demand)
{
  mm_feasibility f;
  mm_planned answer = MM_PLAN_NONE;
  mm_hubs plan;
  cr_assert_eq (mm_feasible (m, demand, 1, &f, NULL), MM_OK);
  const mm_answer one = f.answer;
  mm_feasibility_clear (&f);
  if (one != MM_UNDECIDED)
    return one == MM_FEASIBLE;
  cr_assert_eq (mm_capacity_plan (m, demand, enough, &answer, &plan, NULL), MM_OK);
  cr_assert (answer == MM_PLAN_FOUND || answer == MM_PLAN_NONE);
  mm_hubs_clear (&plan);
  return answer == MM_PLAN_FOUND;
}

/* ---- trying everything -------------------------------------------------------------- */

static uint64_t
parameters (const mm_module *m, const uint32_t *channels, const uint32_t *kernel)
{
  uint64_t sum = 0;
  for (mm_layer e = 0; e < mm_module_layers (m); e++)
    sum += (uint64_t) channels[mm_module_tails (m)[e]] * channels[mm_module_heads (m)[e]] * kernel[2 * e]
           * kernel[2 * e + 1];
  return sum;
}

/* The same graph with these numbers.  */
static mm_module *
with (const mm_module *m, const uint32_t *channels, const uint32_t *kernel)
{
  shape s;
  char text[512] = "", edge[32];
  for (mm_layer e = 0; e < mm_module_layers (m); e++)
    {
      snprintf (edge, sizeof edge, "%s%u-%u", e ? " " : "", mm_module_tails (m)[e], mm_module_heads (m)[e]);
      strcat (text, edge);
      s.kh[e] = kernel[2 * e];
      s.kw[e] = kernel[2 * e + 1];
    }
  mm_module *copy = kit_module (text);
  for (mm_blob v = 0; v < mm_module_blobs (m); v++)
    {
      snprintf (edge, sizeof edge, "%u", v);
      s.channels[mm_module_find_blob (copy, edge)] = channels[v];
    }
  return shaped (copy, &s);
}

static void
read_shape (const mm_module *m, uint32_t *channels, uint32_t *kernel)
{
  for (mm_blob v = 0; v < mm_module_blobs (m); v++)
    channels[v] = mm_module_blob_info (m, v).channels;
  for (mm_layer e = 0; e < mm_module_layers (m); e++)
    {
      kernel[2 * e] = mm_module_layer_info (m, e).kernel_h;
      kernel[2 * e + 1] = mm_module_layer_info (m, e).kernel_w;
    }
}

typedef struct search
{
  const mm_module *m;
  const mm_demand *demand;
  uint32_t channels[8], kernel[64], base[8];
  uint32_t most;        /* repairs: channels up to so many */
  const mm_choices *c;  /* sizes; NULL for repairs */
  mm_price price;
  uint64_t least;
} search;

static uint64_t
price_now (const search *x)
{
  uint64_t sum = 0;
  if (x->c || x->price == MM_PRICE_PARAMETERS)
    return parameters (x->m, x->channels, x->kernel) - (x->c ? 0 : parameters (x->m, x->base, x->kernel));
  for (mm_blob v = 0; v < mm_module_blobs (x->m); v++)
    sum += x->channels[v] - x->base[v];
  return sum;
}

static void
look (search *x)
{
  if (price_now (x) >= x->least)
    return;
  mm_module *m = with (x->m, x->channels, x->kernel);
  if (carries (m, x->demand))
    x->least = price_now (x);
  mm_module_free (m);
}

static void
try_kernels (search *x, mm_layer e)
{
  if (!x->c || e == mm_module_layers (x->m))
    {
      look (x);
      return;
    }
  for (uint32_t i = 0; i < x->c->kernel_count; i++)
    {
      x->kernel[2 * e] = x->c->kernels[2 * i];
      x->kernel[2 * e + 1] = x->c->kernels[2 * i + 1];
      try_kernels (x, e + 1);
    }
}

static void
try_channels (search *x, mm_blob v)
{
  if (v == mm_module_blobs (x->m))
    {
      try_kernels (x, 0);
      return;
    }
  if (v == mm_module_source (x->m) || v == mm_module_sink (x->m))
    {
      try_channels (x, v + 1);
      return;
    }
  for (uint32_t c = x->base[v]; !x->c && c <= (x->base[v] > x->most ? x->base[v] : x->most); c++)
    {
      x->channels[v] = c;
      try_channels (x, v + 1);
    }
  for (uint32_t i = 0; x->c && i < x->c->channel_count; i++)
    {
      x->channels[v] = x->c->channels[i];
      try_channels (x, v + 1);
    }
  x->channels[v] = x->base[v];
}

/* ---- repairs ---------------------------------------------------------------------------- */

static void
repair (uint64_t seed, mm_price price, uint32_t *found)
{
  uint64_t state = seed;
  const uint32_t in = 1 + kit_below (&state, 3), out = 1 + kit_below (&state, 3);
  mm_module *m = random_shape (kit_random_dag (seed, 4 + kit_below (&state, 2), 4 + kit_below (&state, 4)), &state, in,
                               out, 1, 2, 2, true);
  const mm_demand demand = mm_demand_generic (out, in, 3, 3);
  search x = { .m = m, .demand = &demand, .most = in + out, .price = price, .least = UINT64_MAX };
  mm_sized z;
  read_shape (m, x.channels, x.kernel);
  read_shape (m, x.base, x.kernel);
  try_channels (&x, 0);
  cr_assert_eq (mm_capacity_repair (m, &demand, price, NULL, enough, &z, NULL), MM_OK);
  cr_assert_eq (z.found, x.least != UINT64_MAX, "seed %llu", (unsigned long long) seed);
  if (z.found)
    {
      cr_assert_eq (z.price, x.least, "seed %llu: %llu, not %llu", (unsigned long long) seed,
                    (unsigned long long) z.price, (unsigned long long) x.least);
      cr_assert (z.cheapest);
      cr_assert_eq (z.bound, z.price);
      mm_module *repaired = with (m, z.channels, x.kernel);
      cr_assert (carries (repaired, &demand));
      mm_module_free (repaired);
      *found += z.price > 0;
    }
  else
    cr_assert_eq (z.bound, UINT64_MAX);
  mm_sized_clear (&z);
  mm_module_free (m);
}

Test (capacity_price, fewest_channels_are_those_of_trying_everything)
{
  uint32_t found = 0;
  for (uint64_t seed = 1; seed <= 150; seed++)
    repair (seed, MM_PRICE_CHANNELS, &found);
  cr_assert_gt (found, 30, "%u had to be repaired", found);
}

Test (capacity_price, fewest_parameters_are_those_of_trying_everything)
{
  uint32_t found = 0;
  for (uint64_t seed = 1; seed <= 150; seed++)
    repair (seed, MM_PRICE_PARAMETERS, &found);
  cr_assert_gt (found, 30, "%u had to be repaired", found);
}

Test (capacity_price, repair_that_is_known_is_kept_unless_it_can_be_bettered)
{
  mm_module *m = twin_hubs ();
  const mm_demand demand = mm_demand_generic (6, 4, 3, 3);
  uint32_t known[6];
  mm_sized z;
  /* c and d need 6 channels together and have 4; a known repair gives c all of them.  */
  for (mm_blob v = 0; v < 6; v++)
    known[v] = mm_module_blob_info (m, v).channels;
  mm_module_free (m);
  m = kit_module ("s-a s-b a-c b-d c-t d-t");
  shape s = plain_shape (m, 4, 1);
  set_channels (m, &s, "t", 6);
  set_channels (m, &s, "c", 2);
  set_channels (m, &s, "d", 2);
  set_kernel (m, &s, "a", "c", 3);
  set_kernel (m, &s, "b", "d", 3);
  m = shaped (m, &s);
  known[mm_module_sink (m)] = 6;
  known[mm_module_find_blob (m, "c")] = 6;
  cr_assert_eq (mm_capacity_repair (m, &demand, MM_PRICE_CHANNELS, known, 0, &z, NULL), MM_OK);
  cr_assert (z.found && !z.cheapest && z.price == 4 && z.bound == 0);
  mm_sized_clear (&z);
  cr_assert_eq (mm_capacity_repair (m, &demand, MM_PRICE_CHANNELS, known, enough, &z, NULL), MM_OK);
  cr_assert (z.found && z.cheapest && z.price == 2, "%llu", (unsigned long long) z.price);
  mm_sized_clear (&z);
  mm_module_free (m);
}

Test (capacity_price, price_that_is_more_than_fits_is_not_called_cheapest)
{
  mm_module *m = uniform (kit_module ("s-a a-t"), MM_MOST, MM_MOST, 1, 3);
  const mm_demand demand = mm_demand_generic (MM_MOST, MM_MOST, 3, 3);
  const uint32_t known[] = { MM_MOST, MM_MOST, MM_MOST };
  mm_sized z;
  cr_assert_eq (mm_capacity_repair (m, &demand, MM_PRICE_PARAMETERS, known, enough, &z, NULL), MM_OK);
  cr_assert (z.found && z.price == UINT64_MAX && !z.cheapest);
  mm_sized_clear (&z);
  mm_module_free (m);
}

/* ---- sizes ------------------------------------------------------------------------------- */

Test (capacity_price, least_sizes_are_those_of_trying_everything)
{
  static const uint32_t channels[] = { 1, 2, 4 }, square[] = { 1, 1, 3, 3 }, oblong[] = { 5, 3, 3, 1, 1, 5, 1, 3 };
  const mm_choices choices[] = { { channels, square, 3, 2 }, { channels, oblong, 3, 4 } };
  for (uint64_t seed = 1; seed <= 40; seed++)
    {
      uint64_t state = seed;
      const uint32_t in = 1 + kit_below (&state, 4), out = 1 + kit_below (&state, 4);
      mm_module *m = uniform (kit_random_dag (seed, 3 + kit_below (&state, 2), 3 + kit_below (&state, 3)), in, out, 0, 0);
      const mm_choices c = choices[seed % 4 == 0];
      const mm_demand demand = mm_demand_generic (out, in, seed % 4 == 0 ? 1 : 3, 3);
      search x = { .m = m, .demand = &demand, .c = &c, .least = UINT64_MAX };
      mm_sized z;
      read_shape (m, x.channels, x.kernel);
      read_shape (m, x.base, x.kernel);
      try_channels (&x, 0);
      cr_assert_eq (mm_capacity_size (m, &demand, &c, enough, &z, NULL), MM_OK);
      cr_assert_eq (z.found, x.least != UINT64_MAX, "seed %llu", (unsigned long long) seed);
      if (z.found)
        {
          cr_assert (z.cheapest && z.price == x.least, "seed %llu: %llu, not %llu", (unsigned long long) seed,
                     (unsigned long long) z.price, (unsigned long long) x.least);
          mm_module *sized = with (m, z.channels, z.kernel);
          cr_assert (carries (sized, &demand));
          cr_assert_eq (parameters (m, z.channels, z.kernel), z.price);
          mm_module_free (sized);
        }
      mm_sized_clear (&z);
      mm_module_free (m);
    }
}

Test (capacity_price, choices_that_are_none_are_refused)
{
  static const uint32_t none[] = { 0 }, even[] = { 1, 2 }, one[] = { 1, 1 };
  const mm_demand demand = mm_demand_generic (2, 2, 1, 1);
  const mm_choices bad[] = { { none, one, 1, 1 }, { one, even, 1, 1 }, { one, one, 0, 1 }, { one, one, 1, 0 } };
  mm_module *m = kit_bridge ();
  mm_sized z;
  for (int i = 0; i < 4; i++)
    cr_assert_eq (mm_capacity_size (m, &demand, &bad[i], enough, &z, NULL), MM_EINVAL);
  mm_module_free (m);
}
