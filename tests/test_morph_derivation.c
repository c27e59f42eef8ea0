/* tests/test_morph_derivation.c: the weights of a child can be reached step by step.

   Replaying a reduction with the weights (series composes, parallel adds, a node
   reduction composes into each layer that moves) gives the parent at the end, and every
   module on the way computes it (NUMERICS.md section 2).  */
#include <criterion/criterion.h>
#include <string.h>

#include "numeric/morph.h"
#include "numeric/random.h"
#include "rewrite/reduce.h"
#include "tests/leak.h"
#include "tests/shaped.h"

TestSuite (morph_derivation, .fini = no_leaks);

/* into := second after first.  */
static void
compose_into (mm_filter *into, const mm_filter *second, const mm_filter *first)
{
  mm_filter g;
  cr_assert_eq (mm_filter_compose (second, first, 1, &g), MM_OK);
  mm_filter_clear (into);
  *into = g;
}

/* Do step k of a derivation to the weights, one filter per live layer id.  */
static void
do_step (const mm_derivation *d, size_t k, mm_filter *f)
{
  const mm_step step = mm_derivation_step (d, k);
  const mm_handles moved = mm_derivation_moved (d, k);
  switch (step.rule)
    {
    case MM_RULE_SERIES:
      compose_into (&f[step.a], &f[step.b], &f[step.a]);
      break;
    case MM_RULE_PARALLEL:
      cr_assert_eq (mm_filter_add (&f[step.a], &f[step.b]), MM_OK);
      break;
    case MM_RULE_NODE_IN:
      for (uint32_t i = 0; i < moved.count; i++)
        compose_into (&f[moved.at[i]], &f[moved.at[i]], &f[step.a]);
      break;
    default:
      for (uint32_t i = 0; i < moved.count; i++)
        compose_into (&f[moved.at[i]], &f[step.a], &f[moved.at[i]]);
    }
}

/* What a state of the rewriting computes: transfers from s, blob by blob.  */
static mm_filter
function (const mm_module *m, const mm_replay *state, const mm_filter *f)
{
  mm_filter at[64] = { { 0 } };
  const mm_blob s = mm_module_source (m), t = mm_module_sink (m);
  const uint32_t in = mm_module_blob_info (m, s).channels;
  cr_assert_eq (mm_filter_init (&at[s], in, in, 1, 1), MM_OK);
  for (uint32_t i = 0; i < in; i++)
    at[s].data[i * in + i] = 1;
  for (uint32_t i = 0; i < mm_module_blobs (m); i++)
    for (mm_layer e = 0; e < mm_module_layers (m); e++)
      {
        const mm_blob u = mm_module_order (m)[i];
        if (!mm_replay_is_live (state, e) || mm_replay_tail (state, e) != u)
          continue;
        mm_filter more, *head = &at[mm_replay_head (state, e)];
        cr_assert_eq (mm_filter_compose (&f[e], &at[u], 1, &more), MM_OK);
        if (head->data)
          {
            cr_assert_eq (mm_filter_add (head, &more), MM_OK);
            mm_filter_clear (&more);
          }
        else
          *head = more;
      }
  for (mm_blob v = 0; v < mm_module_blobs (m); v++)
    if (v != t)
      mm_filter_clear (&at[v]);
  return at[t];
}

/* Reduce m with the weights w, which are used up.  */
static void
assert_reduces_to (const mm_module *m, mm_weights *w, const mm_filter *g, uint64_t seed)
{
  mm_reducer *r = mm_reducer_new ();
  mm_derivation *d = mm_derivation_new (m);
  mm_core core;
  uint32_t nodes;
  cr_assert (r && d && !mm_reduce_to_single (r, m, d, &core, &nodes));
  mm_replay *state = mm_replay_new (d);
  for (size_t k = 0; k < mm_derivation_length (d); k++)
    {
      do_step (d, k, w->filter);
      cr_assert_eq (mm_replay_forward (state, NULL), MM_OK);
      mm_filter now = function (m, state, w->filter);
      cr_assert_lt (mm_filter_distance (&now, g), 1e-12, "seed %lu, after step %zu", (unsigned long) seed, k + 1);
      mm_filter_clear (&now);
    }
  cr_assert_eq (mm_replay_live_layers (state), 1);
  mm_replay_free (state);
  mm_derivation_free (d);
  mm_reducer_free (r);
}

Test (morph_derivation, every_module_on_the_way_computes_the_parent)
{
  unsigned feasible = 0;
  for (uint64_t seed = 1; seed <= 120; seed++)
    {
      uint64_t state = seed;
      const uint32_t in = 1 + kit_below (&state, 4), out = 1 + kit_below (&state, 4), n = 3 + kit_below (&state, 4);
      mm_module *m = kit_random_dag (kit_bits (&state), n, n + kit_below (&state, 5));
      m = random_shape (m, &state, in, out, 3, 7, 2, false);
      mm_filter g;
      mm_random random;
      const uint32_t kh = 1 + 2 * kit_below (&state, 2), kw = 1 + 2 * kit_below (&state, 2);
      cr_assert_eq (mm_filter_init (&g, out, in, kh, kw), MM_OK);
      mm_random_seed (&random, seed, 1);
      mm_random_fill_normal (&random, mm_filter_he (&g), g.data, mm_filter_size (&g));
      mm_feasibility why;
      mm_weights *w;
      mm_morph_report report;
      const mm_morph_options options = { .seed = seed };
      cr_assert_eq (mm_morph (m, &g, NULL, &options, &why, &w, &report, NULL), MM_OK);
      if (w)
        {
          feasible++;
          assert_reduces_to (m, w, &g, seed);
        }
      mm_weights_free (w);
      mm_feasibility_clear (&why);
      mm_filter_clear (&g);
      mm_module_free (m);
    }
  cr_assert_gt (feasible, 60);
}
