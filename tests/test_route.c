/* tests/test_route.c: which modules can hold a convolution.  */
#include <criterion/criterion.h>
#include <string.h>

#include "graph/builder.h"
#include "numeric/fold.h"
#include "numeric/random.h"
#include "numeric/route.h"
#include "tests/leak.h"
#include "tests/shaped.h"

TestSuite (route, .fini = no_leaks);

/* Whether s and t come apart when the blobs of a set go.  */
static bool
separates (const mm_module *m, uint32_t gone)
{
  uint32_t reached = 1u << mm_module_source (m);
  for (uint32_t i = 0; i < mm_module_blobs (m); i++)
    {
      const mm_blob u = mm_module_order (m)[i];
      const mm_handles out = mm_module_out (m, u);
      for (uint32_t k = 0; (reached >> u & 1) && k < out.count; k++)
        if (!(gone >> mm_module_heads (m)[out.at[k]] & 1))
          reached |= 1u << mm_module_heads (m)[out.at[k]];
    }
  return !(reached >> mm_module_sink (m) & 1);
}

/* The minimum vertex cut, by trying every set of interior blobs; UINT32_MAX: there is a layer s-t.  */
static uint32_t
least_cut (const mm_module *m)
{
  const uint32_t ends = 1u << mm_module_source (m) | 1u << mm_module_sink (m);
  uint32_t least = UINT32_MAX;
  for (uint32_t set = 0; set < 1u << mm_module_blobs (m); set++)
    if (!(set & ends) && separates (m, set))
      {
        uint32_t sum = 0;
        for (mm_blob v = 0; v < mm_module_blobs (m); v++)
          sum += set >> v & 1 ? mm_module_blob_info (m, v).channels : 0;
        least = sum < least ? sum : least;
      }
  return least;
}

static void
assert_cut_holds (const mm_module *m, const mm_feasibility *f, uint64_t seed)
{
  uint32_t set = 0;
  uint64_t sum = 0;
  for (uint32_t i = 0; i < f->cut_count; i++)
    {
      set |= 1u << f->cut[i].blob;
      sum += f->cut[i].capacity;
    }
  cr_assert (separates (m, set), "seed %lu", (unsigned long) seed);
  cr_assert_eq (sum, f->have, "seed %lu", (unsigned long) seed);
  cr_assert_lt (sum, f->needed, "seed %lu", (unsigned long) seed);
}

Test (route, of_points_is_there_if_and_only_if_the_rank_passes_every_cut)
{
  for (uint64_t seed = 1; seed <= 600; seed++)
    {
      uint64_t state = seed;
      const uint32_t n = 2 + kit_below (&state, 7), rank = 1 + kit_below (&state, 9);
      mm_module *m = kit_random_dag (kit_bits (&state), n, n + kit_below (&state, 6));
      m = random_shape (m, &state, rank, rank, 1, 5, 1, true);
      const mm_demand demand = mm_demand_generic (rank, rank, 1, 1);
      mm_feasibility f;
      cr_assert_eq (mm_feasible (m, &demand, 1, &f, NULL), MM_OK);
      cr_assert_eq (f.answer, rank <= least_cut (m) ? MM_FEASIBLE : MM_INFEASIBLE, "seed %lu", (unsigned long) seed);
      cr_assert_str_eq (mm_criterion_name (f.criterion), "T1");
      if (f.answer == MM_INFEASIBLE)
        assert_cut_holds (m, &f, seed);
      mm_feasibility_clear (&f);
      mm_module_free (m);
    }
}

/* What random weights compute is feasible by its making, whatever its kernel and ranks.  */
Test (route, never_refuses_what_a_module_computes)
{
  unsigned undecided = 0;
  for (uint64_t seed = 1; seed <= 400; seed++)
    {
      uint64_t state = seed;
      const uint32_t n = 2 + kit_below (&state, 5), in = 1 + kit_below (&state, 5), out = 1 + kit_below (&state, 5);
      mm_module *m = kit_random_dag (kit_bits (&state), n, n + kit_below (&state, 4));
      m = random_shape (m, &state, in, out, 1, 4, 2, false);
      mm_weights *w = mm_weights_new (m);
      mm_random random;
      mm_random_seed (&random, seed, 0);
      for (mm_layer e = 0; e < mm_module_layers (m); e++)
        {
          const mm_layer_info info = mm_module_layer_info (m, e);
          const uint32_t rows = mm_module_blob_info (m, mm_module_heads (m)[e]).channels;
          const uint32_t columns = mm_module_blob_info (m, mm_module_tails (m)[e]).channels;
          cr_assert_eq (mm_filter_init (&w->filter[e], rows, columns, info.kernel_h, info.kernel_w), MM_OK);
          mm_random_fill_normal (&random, 1, w->filter[e].data, mm_filter_size (&w->filter[e]));
        }
      mm_filter g;
      mm_feasibility f;
      cr_assert_eq (mm_fold (w, &g, NULL, NULL), MM_OK);
      cr_assert_eq (mm_feasible_parent (m, &g, &f, NULL), MM_OK);
      cr_assert_neq (f.answer, MM_INFEASIBLE, "seed %lu: %s %s", (unsigned long) seed, mm_criterion_name (f.criterion), f.reason);
      undecided += f.answer == MM_UNDECIDED;
      mm_feasibility_clear (&f);
      mm_filter_clear (&g);
      mm_weights_free (w);
      mm_module_free (m);
    }
  cr_assert (undecided > 50 && undecided < 350, "%u were undecided", undecided);
}

/* ---- repair -------------------------------------------------------------------- */

/* The module with so many more channels per blob.  */
static mm_module *
widened (const mm_module *m, const uint32_t *more)
{
  mm_builder *b = mm_builder_new ();
  for (mm_blob v = 0; v < mm_module_blobs (m); v++)
    {
      mm_blob_info info = mm_module_blob_info (m, v);
      info.channels += more[v];
      cr_assert (!mm_builder_add_blob (b, NULL, NULL) && !mm_builder_set_blob (b, v, &info));
    }
  for (mm_layer e = 0; e < mm_module_layers (m); e++)
    {
      const mm_layer_info info = mm_module_layer_info (m, e);
      cr_assert (!mm_builder_add_layer (b, mm_module_tails (m)[e], mm_module_heads (m)[e], NULL, NULL));
      cr_assert (!mm_builder_set_layer (b, e, &info));
    }
  mm_module *out = NULL;
  cr_assert_eq (mm_builder_finish (b, &out, NULL), MM_OK);
  mm_builder_free (b);
  return out;
}

static bool
holds (const mm_module *m, const uint32_t *more, const mm_demand *demand)
{
  mm_module *wide = widened (m, more);
  mm_feasibility f;
  cr_assert_eq (mm_feasible (wide, demand, 1, &f, NULL), MM_OK);
  const bool yes = f.answer == MM_FEASIBLE;
  mm_feasibility_clear (&f);
  mm_module_free (wide);
  return yes;
}

/* Whether some way of adding `total` channels to blobs from v on does it.  */
static bool
some_repair (const mm_module *m, const mm_demand *demand, uint32_t *more, mm_blob v, uint32_t total)
{
  if (v == mm_module_blobs (m))
    return total == 0 && holds (m, more, demand);
  const bool end = v == mm_module_source (m) || v == mm_module_sink (m);
  bool found = false;
  for (more[v] = 0; !found && more[v] <= (end ? 0 : total); more[v]++)
    found = some_repair (m, demand, more, v + 1, total - more[v]);
  more[v] = 0;
  return found;
}

Test (route, repair_works_and_nothing_smaller_does)
{
  uint32_t repaired = 0, kernels = 0;
  for (uint64_t seed = 1; seed <= 900; seed++)
    {
      uint64_t state = seed;
      const uint32_t n = 3 + kit_below (&state, 3), in = 2 + kit_below (&state, 3), out = 2 + kit_below (&state, 3);
      mm_module *m = kit_random_dag (kit_bits (&state), n, n + kit_below (&state, 4));
      const uint32_t radii = 1 + kit_below (&state, 2), k = 2 * kit_below (&state, radii) + 1;
      m = random_shape (m, &state, in, out, 1, 3, radii, true);
      const mm_demand demand = mm_demand_generic (out, in, k, k);
      mm_feasibility f;
      cr_assert_eq (mm_feasible (m, &demand, 1, &f, NULL), MM_OK);
      uint32_t more[8] = { 0 }, total = 0;
      for (uint32_t i = 0; i < f.repair_count; i++)
        {
          more[f.repair[i].blob] = f.repair[i].capacity - mm_module_blob_info (m, f.repair[i].blob).channels;
          total += more[f.repair[i].blob];
        }
      cr_assert_eq (f.repair_count > 0, total > 0);
      if (total > 0)
        {
          repaired++;
          kernels += k > 1;
          cr_assert (holds (m, more, &demand), "seed %lu", (unsigned long) seed);
          memset (more, 0, sizeof more);
          cr_assert_not (some_repair (m, &demand, more, 0, total - 1), "seed %lu", (unsigned long) seed);
        }
      mm_feasibility_clear (&f);
      mm_module_free (m);
    }
  cr_assert (repaired > 100 && kernels > 20, "only %u and %u repairs were tried", repaired, kernels);
}

/* ---- answers in words ------------------------------------------------------------ */

/* The bridge with a different number of channels on its two blobs.  */
static mm_module *
bridge (uint32_t a, uint32_t b, uint32_t k)
{
  mm_module *m = kit_bridge ();
  shape s = { .channels = { 0 } };
  s.channels[mm_module_find_blob (m, "a")] = a;
  s.channels[mm_module_find_blob (m, "b")] = b;
  for (mm_layer e = 0; e < 5; e++)
    s.kh[e] = s.kw[e] = k;
  return shaped (m, &s);
}

Test (route, names_the_narrow_cut_and_the_repair)
{
  mm_module *m = bridge (10, 5, 1);
  const mm_demand demand = mm_demand_generic (16, 16, 1, 1);
  mm_feasibility f;
  cr_assert_eq (mm_feasible (m, &demand, 1, &f, NULL), MM_OK);
  cr_assert_eq (f.answer, MM_INFEASIBLE);
  cr_assert_eq (f.needed, 16);
  cr_assert_eq (f.have, 15);
  cr_assert_eq (f.cut_count, 2);
  cr_assert_str_eq (f.reason, "needs rank 16; cut a 10 + b 5 = 15; deficit 1");
  cr_assert_eq (f.repair_count, 1);
  mm_feasibility_clear (&f);
  mm_module_free (m);
}

/* A comb: a spine s, a0, a1, … t of 1x1 kernels, and from each a_i a tooth b_i to t that starts with `tooth`.  */
static mm_module *
comb (uint32_t teeth, uint32_t channels, uint32_t tooth)
{
  mm_builder *b = mm_builder_new ();
  mm_module *m = NULL;
  const mm_blob_info blob = { .channels = channels };
  mm_layer_info point = { .kernel_h = 1, .kernel_w = 1, .stride = 1, .dilation = 1, .groups = 1 };
  mm_layer_info wide = point;
  wide.kernel_h = wide.kernel_w = tooth;
  /* Blobs 0: s, 1: t, 2 + 2 i: a_i, 3 + 2 i: b_i.  */
  for (mm_blob v = 0; v < 2 + 2 * teeth; v++)
    {
      cr_assert_eq (mm_builder_add_blob (b, NULL, NULL), MM_OK);
      if (v > 1)
        cr_assert_eq (mm_builder_set_blob (b, v, &blob), MM_OK);
    }
  for (uint32_t i = 0; i <= teeth; i++)
    {
      const mm_blob from = i ? 2 * i : 0;
      cr_assert_eq (mm_builder_add_layer (b, from, i < teeth ? 2 + 2 * i : 1, NULL, NULL), MM_OK);
      cr_assert_eq (mm_builder_set_layer (b, 3 * i, &point), MM_OK);
      if (i == teeth)
        break;
      cr_assert_eq (mm_builder_add_layer (b, 2 + 2 * i, 3 + 2 * i, NULL, NULL), MM_OK);
      cr_assert_eq (mm_builder_set_layer (b, 3 * i + 1, &wide), MM_OK);
      cr_assert_eq (mm_builder_add_layer (b, 3 + 2 * i, 1, NULL, NULL), MM_OK);
      cr_assert_eq (mm_builder_set_layer (b, 3 * i + 2, &point), MM_OK);
    }
  cr_assert_eq (mm_builder_finish (b, &m, NULL), MM_OK);
  mm_builder_free (b);
  return m;
}

/* No unit is free beyond a_0 and b_0, so the first tooth takes them all.  */
static void
assert_first_tooth_grows (const mm_module *m, const mm_demand *demand, uint32_t a, uint32_t b, bool least)
{
  mm_feasibility f;
  cr_assert_eq (mm_feasible (m, demand, 1, &f, NULL), MM_OK);
  cr_assert_eq (f.answer, MM_INFEASIBLE);
  cr_assert_eq (f.repair_count, 2);
  cr_assert (f.repair[0].blob == 2 && f.repair[0].capacity == a);
  cr_assert (f.repair[1].blob == 3 && f.repair[1].capacity == b);
  cr_assert_eq (f.repair_is_least, least);
  mm_feasibility_clear (&f);
}

Test (route, blobs_whose_layers_fit_no_kernel_take_no_time, .timeout = 10)
{
  mm_module *m = comb (20000, 4, 3);
  const mm_demand demand = mm_demand_generic (4, 4, 5, 5);
  mm_feasibility f;
  cr_assert_eq (mm_feasible (m, &demand, 1, &f, NULL), MM_OK);
  cr_assert (f.answer == MM_INFEASIBLE && f.criterion == MM_CRITERION_KERNEL);
  cr_assert (f.repair_count == 0 && f.repair_is_least);
  mm_feasibility_clear (&f);
  mm_module_free (m);
}

Test (route, repairs_of_thousands_of_blobs_take_seconds, .timeout = 60)
{
  /* With 1x1 kernels the hub t costs what no repair is below; four units go past b_0.  */
  mm_module *m = comb (3000, 4, 1);
  const mm_demand point = mm_demand_generic (16, 16, 1, 1), wide = mm_demand_generic (16, 16, 3, 3);
  assert_first_tooth_grows (m, &point, 16, 12, true);
  mm_module_free (m);
  /* No layer at t carries a 3x3 kernel, so every blob has to be tried.  */
  m = comb (300, 4, 3);
  assert_first_tooth_grows (m, &wide, 16, 16, true);
  mm_module_free (m);
  m = comb (3000, 4, 3);
  assert_first_tooth_grows (m, &wide, 16, 16, false);
  mm_module_free (m);
}

Test (route, finds_a_hub_in_the_middle_and_says_how_units_flow)
{
  mm_module *m = bridge (8, 8, 3);
  const mm_demand demand = mm_demand_generic (8, 8, 3, 3);
  mm_feasibility f;
  cr_assert_eq (mm_feasible (m, &demand, 1, &f, NULL), MM_OK);
  cr_assert_eq (f.answer, MM_FEASIBLE);
  uint32_t into = 0;
  for (mm_layer e = 0; e < 5; e++)
    into += f.route.input_flow[e] + f.route.output_flow[e];
  cr_assert_geq (into, 8);
  mm_feasibility_clear (&f);
  mm_module_free (m);
}

Test (route, kernels_that_do_not_reach_are_refused)
{
  mm_module *m = uniform (kit_module ("s-a a-t"), 4, 4, 64, 3);
  const mm_demand demand = mm_demand_generic (4, 4, 7, 3);
  mm_feasibility f;
  cr_assert_eq (mm_feasible (m, &demand, 1, &f, NULL), MM_OK);
  cr_assert_eq (f.answer, MM_INFEASIBLE);
  cr_assert_str_eq (mm_criterion_name (f.criterion), "N2 (kernel)");
  cr_assert_eq (f.needed, 7);
  cr_assert_eq (f.have, 5);
  cr_assert_eq (f.repair_count, 0);
  mm_feasibility_clear (&f);
  mm_module_free (m);
}

Test (route, kernels_that_do_not_reach_are_named_beside_narrow_blobs)
{
  mm_module *m = uniform (kit_module ("s-a a-t"), 8, 8, 4, 3);
  const mm_demand demand = mm_demand_generic (8, 8, 3, 7);
  mm_feasibility f;
  cr_assert_eq (mm_feasible (m, &demand, 1, &f, NULL), MM_OK);
  cr_assert_eq (f.answer, MM_INFEASIBLE);
  cr_assert_eq (f.criterion, MM_CRITERION_N1);
  cr_assert (f.kernels_too_small && f.reach_h == 5 && f.reach_w == 5);
  cr_assert (f.needed == 8 && f.have == 4 && f.repair_count == 0);
  mm_feasibility_clear (&f);
  mm_module_free (m);
}

Test (route, reach_may_be_more_than_32_bits_count)
{
  /* 2^32 + 1 rows are in reach, but only one column.  */
  mm_module *m = kit_module ("s-a a-b b-t");
  shape s = { .channels = { 4, 4, 4, 4 }, .kh = { 2147483647, 2147483647, 5 }, .kw = { 1, 1, 1 } };
  m = shaped (m, &s);
  const mm_demand demand = mm_demand_generic (4, 4, 3, 3);
  mm_feasibility f;
  cr_assert_eq (mm_feasible (m, &demand, 1, &f, NULL), MM_OK);
  cr_assert (f.answer == MM_INFEASIBLE && f.criterion == MM_CRITERION_KERNEL);
  cr_assert (f.kernels_too_small && f.reach_h == (UINT64_C (1) << 32) + 1 && f.reach_w == 1);
  cr_assert (f.needed == 3 && f.have == 1);
  cr_assert_str_eq (f.reason, "needs a 3x3 kernel; the longest paths reach 4294967297x1");
  mm_feasibility_clear (&f);
  mm_module_free (m);
}

Test (route, outermost_taps_need_room_on_the_longest_paths)
{
  /* 5x5 comes only from 3x3 after 3x3 through a, whose 3 channels do not carry rank 4; the
     wide way through b is short.  */
  mm_module *m = kit_module ("s-a a-t s-b b-t");
  shape s = { .channels = { 4, 3, 4, 64 }, .kh = { 3, 3, 1, 3 }, .kw = { 3, 3, 1, 3 } };
  m = shaped (m, &s);
  const mm_demand demand = mm_demand_generic (4, 4, 5, 5);
  mm_feasibility f;
  cr_assert_eq (mm_feasible (m, &demand, 1, &f, NULL), MM_OK);
  cr_assert_eq (f.answer, MM_INFEASIBLE);
  cr_assert_str_eq (mm_criterion_name (f.criterion), "N2 (columns)");
  cr_assert_eq (f.cut_count, 1);
  cr_assert_eq (f.cut[0].blob, mm_module_find_blob (m, "a"));
  mm_feasibility_clear (&f);
  mm_module_free (m);
}

Test (route, blob_passes_at_most_its_channels_times_its_taps)
{
  /* Eight inputs must pass two channels behind a 1x1 layer; G has function rank 2 only.  */
  mm_module *m = uniform (kit_module ("s-a a-t"), 8, 2, 2, 1);
  shape s = { .channels = { 8, 2, 2 }, .kh = { 1, 3 }, .kw = { 1, 3 } };
  m = shaped (m, &s);
  const mm_demand demand = mm_demand_generic (2, 8, 3, 3);
  cr_assert_eq (demand.rank_in, 8);
  mm_feasibility f;
  cr_assert_eq (mm_feasible (m, &demand, 1, &f, NULL), MM_OK);
  cr_assert_eq (f.answer, MM_INFEASIBLE);
  cr_assert_str_eq (mm_criterion_name (f.criterion), "N3 (input)");
  cr_assert_eq (f.needed, 8);
  cr_assert_eq (f.have, 2);
  mm_feasibility_clear (&f);
  mm_module_free (m);
}

Test (route, what_is_not_proved_stays_undecided)
{
  mm_module *m = kit_module ("s-a a-t");
  shape s = { .channels = { 4, 16, 4 }, .kh = { 1, 3 }, .kw = { 3, 1 } };
  m = shaped (m, &s);
  const mm_demand demand = mm_demand_generic (4, 4, 3, 3);
  mm_feasibility f;
  cr_assert_eq (mm_feasible (m, &demand, 1, &f, NULL), MM_OK);
  cr_assert_eq (f.answer, MM_UNDECIDED);
  cr_assert_str_eq (mm_criterion_name (f.criterion), "");
  cr_assert_neq (f.reason[0], '\0');
  mm_feasibility_clear (&f);
  mm_module_free (m);
}

Test (route, theta_leaves_a_share_of_the_channels_alone)
{
  mm_module *m = uniform (kit_module ("s-a a-t"), 8, 8, 16, 3);
  const mm_demand demand = mm_demand_generic (8, 8, 3, 3);
  mm_feasibility f;
  cr_assert_eq (mm_feasible (m, &demand, 0.5, &f, NULL), MM_OK);
  cr_assert_eq (f.answer, MM_FEASIBLE);
  mm_feasibility_clear (&f);
  cr_assert_eq (mm_feasible (m, &demand, 0.49, &f, NULL), MM_OK);
  cr_assert_eq (f.answer, MM_INFEASIBLE);
  mm_feasibility_clear (&f);
  mm_module_free (m);
}

/* ---- refusals ------------------------------------------------------------------- */

static void
assert_refused (mm_module *m, const mm_demand *demand, double theta, mm_status status, const char *word)
{
  mm_feasibility f;
  mm_error err;
  cr_assert_eq (mm_feasible (m, demand, theta, &f, &err), status);
  cr_assert (strstr (err.text, word), "%s", err.text);
  mm_feasibility_clear (&f);
  mm_module_free (m);
}

Test (route, blob_without_channels_is_named)
{
  const mm_demand demand = mm_demand_generic (4, 4, 3, 3);
  assert_refused (bridge (4, 0, 3), &demand, 1, MM_EINVAL, "blob b has no channels: add channels=");
}

Test (route, layer_without_kernel_is_named)
{
  const mm_demand demand = mm_demand_generic (4, 4, 3, 3);
  assert_refused (bridge (4, 4, 0), &demand, 1, MM_EINVAL, "layer F1 has no kernel: add kernel=");
}

Test (route, ends_must_agree_with_the_parent)
{
  const mm_demand demand = mm_demand_generic (4, 5, 3, 3);
  assert_refused (uniform (kit_bridge (), 4, 4, 8, 3), &demand, 1, MM_EINVAL, "5 input channels");
}

Test (route, share_outside_its_range_is_refused)
{
  const mm_demand demand = mm_demand_generic (4, 4, 3, 3);
  assert_refused (bridge (4, 4, 3), &demand, 0, MM_EINVAL, "share");
}

Test (route, demand_for_nothing_is_refused)
{
  const mm_demand demand = mm_demand_generic (0, 4, 3, 3);
  assert_refused (bridge (4, 4, 3), &demand, 1, MM_EINVAL, "at least one channel");
}

static mm_module *
special (mm_layer_info info)
{
  mm_builder *b = mm_builder_new ();
  mm_module *m = NULL;
  mm_builder_add_blobs (b, 2);
  mm_builder_add_layer (b, 0, 1, "odd", NULL);
  cr_assert (!mm_builder_set_layer (b, 0, &info) && !mm_builder_finish (b, &m, NULL));
  mm_builder_free (b);
  return m;
}

Test (route, unsupported_layers_are_named)
{
  const mm_demand demand = mm_demand_generic (4, 4, 3, 3);
  const struct
  {
    mm_layer_info info;
    const char *word;
  } cases[] = { { { MM_KIND_CONV, 3, 3, 2, 1, 1 }, "layer odd has a stride" },
                { { MM_KIND_CONV, 3, 3, 1, 2, 1 }, "layer odd is dilated" },
                { { MM_KIND_CONV, 3, 3, 1, 1, 2 }, "layer odd is grouped" },
                { { MM_KIND_IDENTITY, 1, 1, 1, 1, 1 }, "layer odd is no convolution" } };
  for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
    assert_refused (special (cases[i].info), &demand, 1, MM_EUNSUPPORTED, cases[i].word);
}
