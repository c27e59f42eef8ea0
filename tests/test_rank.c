/* tests/test_rank.c: what a parent asks of a module, and bases for it.  */
#include <criterion/criterion.h>
#include <float.h>
#include <math.h>

#include "numeric/blas_i.h"
#include "numeric/random.h"
#include "numeric/rank_i.h"
#include "tests/leak.h"

TestSuite (rank, .fini = no_leaks);

static mm_filter
random_filter (uint32_t out, uint32_t in, uint32_t kh, uint32_t kw, uint64_t seed)
{
  mm_filter f;
  mm_random random;
  cr_assert_eq (mm_filter_init (&f, out, in, kh, kw), MM_OK);
  mm_random_seed (&random, seed, 0);
  mm_random_fill_normal (&random, 1, f.data, mm_filter_size (&f));
  return f;
}

/* A filter that reads `rank` combinations of its inputs.  */
static mm_filter
narrow_filter (uint32_t out, uint32_t in, uint32_t rank, uint32_t k, uint64_t seed)
{
  mm_filter first = random_filter (rank, in, 1, 1, seed), second = random_filter (out, rank, k, k, seed + 1), g;
  cr_assert_eq (mm_filter_compose (&second, &first, 1, &g), MM_OK);
  mm_filter_clear (&first);
  mm_filter_clear (&second);
  return g;
}

Test (rank, of_a_random_filter_is_that_of_its_shape)
{
  const uint32_t shapes[][4] = { { 4, 4, 3, 3 }, { 2, 8, 1, 3 }, { 8, 2, 3, 1 }, { 1, 20, 3, 3 }, { 5, 3, 1, 1 } };
  for (size_t i = 0; i < sizeof shapes / sizeof *shapes; i++)
    {
      const uint32_t *s = shapes[i];
      mm_filter g = random_filter (s[0], s[1], s[2], s[3], i);
      const mm_demand want = mm_demand_generic (s[0], s[1], s[2], s[3]);
      mm_demand got;
      cr_assert_eq (mm_demand_of (&g, &got), MM_OK);
      cr_assert_arr_eq (&got, &want, sizeof got, "shape %zu", i);
      mm_filter_clear (&g);
    }
}

Test (rank, of_a_narrow_filter_is_what_it_passes_through)
{
  mm_filter g = narrow_filter (8, 6, 3, 3, 5);
  mm_demand d;
  cr_assert_eq (mm_demand_of (&g, &d), MM_OK);
  cr_assert_eq (d.rank_in, 3);
  cr_assert_eq (d.rank_out, 8);
  cr_assert_eq (d.rank_function, 3);
  cr_assert_eq (d.rank_corner, 3);
  mm_filter_clear (&g);
}

/* As a float32 file holds it.  */
static void
round_to_single (mm_filter *g)
{
  for (size_t k = 0; k < mm_filter_size (g); k++)
    g->data[k] = (double) (float) g->data[k];
  g->rounding = (double) FLT_EPSILON;
}

Test (rank, of_a_narrow_filter_survives_rounding_to_float32)
{
  const uint32_t shapes[][4] = { { 16, 16, 12, 3 }, { 32, 16, 10, 1 }, { 16, 40, 3, 3 }, { 200, 150, 60, 1 } };
  for (size_t i = 0; i < sizeof shapes / sizeof *shapes; i++)
    {
      const uint32_t *s = shapes[i];
      mm_filter g = narrow_filter (s[0], s[1], s[2], s[3], 7 * i);
      mm_demand exact, d;
      mm_ranks ranks;
      cr_assert_eq (mm_demand_of (&g, &exact), MM_OK);
      cr_assert_eq (exact.rank_in, s[2]);
      round_to_single (&g);
      cr_assert_eq (mm_demand_measure (&g, &d, &ranks), MM_OK);
      cr_assert_arr_eq (&d, &exact, sizeof d, "shape %zu", i);
      cr_assert (ranks.measured && ranks.input.rank == s[2] && ranks.input.full == s[1]);
      cr_assert (ranks.input.value == s[2] + 1 && !ranks.input.counts, "shape %zu", i);
      cr_assert (ranks.input.relative > 1e-9 && ranks.input.relative < (double) FLT_EPSILON);
      cr_assert (ranks.left_out > 1e-9 && ranks.left_out < (double) FLT_EPSILON, "%g", ranks.left_out);
      g.rounding = 0; /* taken for doubles, these numbers are what they are */
      cr_assert_eq (mm_demand_measure (&g, &d, &ranks), MM_OK);
      cr_assert_eq (d.rank_in, s[1], "shape %zu", i);
      cr_assert (ranks.input.value == s[2] + 1 && ranks.input.counts, "but not without doubt");
      mm_filter_clear (&g);
    }
}

/* A product of two factors in float32 has more rounding than its entries show.  */
Test (rank, of_a_product_that_was_computed_in_float32_is_that_of_its_factors)
{
  enum { n = 200, rank = 150 };
  mm_filter a = random_filter (rank, n, 1, 1, 1), b = random_filter (n, rank, 1, 1, 2);
  mm_filter g = random_filter (n, n, 1, 1, 3);
  for (size_t o = 0; o < n; o++)
    for (size_t i = 0; i < n; i++)
      {
        float sum = 0;
        for (size_t k = 0; k < rank; k++)
          sum += (float) b.data[o * rank + k] * (float) a.data[k * n + i];
        g.data[o * n + i] = (double) sum;
      }
  g.rounding = (double) FLT_EPSILON;
  mm_demand d;
  cr_assert_eq (mm_demand_of (&g, &d), MM_OK);
  cr_assert (d.rank_in == rank && d.rank_out == rank && d.rank_function == rank, "%u %u", d.rank_in, d.rank_function);
  mm_filter_clear (&a);
  mm_filter_clear (&b);
  mm_filter_clear (&g);
}

/* What is more than rounding to float32 is never left out, though it may be called doubtful.  */
Test (rank, of_what_was_once_float16_is_full_and_in_doubt)
{
  mm_filter g = narrow_filter (16, 16, 12, 3, 4);
  mm_demand d;
  mm_ranks ranks;
  for (size_t k = 0; k < mm_filter_size (&g); k++)
    {
      int exponent;
      const double part = frexp (g.data[k], &exponent);
      g.data[k] = ldexp (rint (ldexp (part, 11)), exponent - 11); /* 11 bits */
    }
  g.rounding = (double) FLT_EPSILON;
  cr_assert_eq (mm_demand_measure (&g, &d, &ranks), MM_OK);
  cr_assert_eq (d.rank_in, 16);
  cr_assert (ranks.input.value == 13 && ranks.input.counts && ranks.left_out == 0);
  mm_filter_clear (&g);
}

/* As a float16 file (11 bits) or a bfloat16 file (8 bits) holds it.  */
static void
round_to_bits (mm_filter *g, int bits)
{
  for (size_t k = 0; k < mm_filter_size (g); k++)
    {
      int exponent;
      const double part = frexp (g->data[k], &exponent);
      g->data[k] = ldexp (rint (ldexp (part, bits)), exponent - bits);
    }
  g->rounding = ldexp (1, 1 - bits);
}

Test (rank, of_a_narrow_filter_survives_rounding_to_half_precision)
{
  const uint32_t shapes[][4] = { { 16, 16, 12, 3 }, { 32, 16, 10, 1 }, { 16, 40, 3, 3 }, { 64, 64, 20, 1 } };
  for (int bits = 8; bits <= 11; bits += 3)
    for (size_t i = 0; i < sizeof shapes / sizeof *shapes; i++)
      {
        const uint32_t *s = shapes[i];
        mm_filter g = narrow_filter (s[0], s[1], s[2], s[3], 7 * i);
        mm_demand exact, d;
        mm_ranks ranks;
        cr_assert_eq (mm_demand_of (&g, &exact), MM_OK);
        round_to_bits (&g, bits);
        cr_assert_eq (mm_demand_measure (&g, &d, &ranks), MM_OK);
        cr_assert_eq (d.rank_in, exact.rank_in, "shape %zu, %d bits: %u", i, bits, d.rank_in);
        cr_assert_eq (d.rank_out, exact.rank_out, "shape %zu, %d bits: %u", i, bits, d.rank_out);
        cr_assert_leq (ranks.left_out, 1.5 * g.rounding);
        mm_filter_clear (&g);
      }
}

/* A random filter has full rank in every precision: no singular value of it is small.  */
Test (rank, of_a_random_filter_in_half_precision_is_full)
{
  for (int bits = 8; bits <= 11; bits += 3)
    {
      mm_filter g = random_filter (16, 40, 3, 3, 5);
      mm_demand d;
      round_to_bits (&g, bits);
      cr_assert_eq (mm_demand_of (&g, &d), MM_OK);
      cr_assert (d.rank_in == 40 && d.rank_out == 16, "%u %u", d.rank_in, d.rank_out);
      mm_filter_clear (&g);
    }
}

/* A channel of 1e-9 of the others is as exact as they are, in a file.  */
Test (rank, no_output_channel_is_too_small_to_count)
{
  mm_filter g = random_filter (6, 8, 3, 3, 31);
  mm_demand d;
  mm_ranks ranks;
  for (size_t k = 0; k < mm_filter_size (&g); k++)
    g.data[k] *= k / g.in % g.out == 2 ? 1e-9 : 1;
  round_to_single (&g);
  cr_assert_eq (mm_demand_measure (&g, &d, &ranks), MM_OK);
  cr_assert_eq (d.rank_out, 6);
  cr_assert (ranks.output.value == 0 && ranks.left_out == 0, "nor is it in doubt");
  mm_filter_clear (&g);
}

Test (rank, levelling_is_exact_and_leaves_zero_alone)
{
  const double sizes[] = { 1, 1e-300, 0, 3e150, -7 };
  mm_filter g = random_filter (5, 4, 3, 1, 8), level;
  int exponent[5];
  for (size_t k = 0; k < mm_filter_size (&g); k++)
    g.data[k] *= sizes[k / g.in % g.out];
  cr_assert_eq (mm_filter_level (&g, &level, exponent), MM_OK);
  double squares[5] = { 0 };
  for (size_t k = 0; k < mm_filter_size (&g); k++)
    {
      const size_t o = k / g.in % g.out;
      squares[o] += level.data[k] * level.data[k];
      cr_assert_eq (ldexp (level.data[k], exponent[o]), g.data[k]);
    }
  for (size_t o = 0; o < 5; o++)
    cr_assert (o == 2 ? squares[o] == 0 : squares[o] >= 0.25 && squares[o] < 1, "channel %zu: %g", o, squares[o]);
  cr_assert_eq (exponent[2], exponent[1], "zero is no greater than the least");
  mm_filter_clear (&g);
  mm_filter_clear (&level);
}

Test (rank, support_leaves_zero_taps_out)
{
  mm_filter small = random_filter (3, 3, 1, 3, 9), g;
  cr_assert_eq (mm_filter_pad (&small, 5, 5, &g), MM_OK);
  mm_demand d;
  cr_assert_eq (mm_demand_of (&g, &d), MM_OK);
  cr_assert_eq (d.kh, 1);
  cr_assert_eq (d.kw, 3);
  cr_assert_eq (d.rank_in, 3);
  mm_filter_clear (&small);
  mm_filter_clear (&g);
}

Test (rank, zero_asks_for_one)
{
  mm_filter g;
  mm_demand d;
  cr_assert_eq (mm_filter_init (&g, 3, 2, 3, 3), MM_OK);
  cr_assert_eq (mm_demand_of (&g, &d), MM_OK);
  cr_assert_eq (d.rank_in, 1);
  cr_assert_eq (d.rank_out, 1);
  cr_assert_eq (d.kh, 1);
  mm_filter_clear (&g);
}

/* || G - L Lt G || or || G - G Rt R ||, relative, tap by tap.  */
static double
left_out (const mm_filter *g, const mm_bases *b)
{
  const size_t taps = (size_t) g->kh * g->kw, size = (size_t) g->out * g->in;
  double *p = calloc (g->out * g->out + g->in * g->in, sizeof *p), *q = p + g->out * g->out, worst = 0;
  double *rest = calloc (size, sizeof *rest);
  mm_gemm (MM_PLAIN, MM_TRANSPOSED, g->out, g->out, b->rank_out, 1, b->l, b->rank_out, b->l, b->rank_out, 0, p,
           g->out);
  mm_gemm (MM_TRANSPOSED, MM_PLAIN, g->in, g->in, b->rank_in, 1, b->r, g->in, b->r, g->in, 0, q, g->in);
  for (size_t k = 0; k < taps; k++)
    {
      const double *tap = g->data + k * size;
      mm_gemm (MM_PLAIN, MM_PLAIN, g->out, g->in, g->out, 1, p, g->out, tap, g->in, 0, rest, g->in);
      for (size_t i = 0; i < size; i++)
        worst = fmax (worst, fabs (rest[i] - tap[i]));
      mm_gemm (MM_PLAIN, MM_PLAIN, g->out, g->in, g->in, 1, tap, g->in, q, g->in, 0, rest, g->in);
      for (size_t i = 0; i < size; i++)
        worst = fmax (worst, fabs (rest[i] - tap[i]));
    }
  free (p);
  free (rest);
  return worst / mm_filter_max_abs (g);
}

Test (rank, bases_leave_nothing_out)
{
  mm_filter first = narrow_filter (9, 11, 4, 3, 21), last = random_filter (12, 9, 1, 1, 22), g;
  cr_assert_eq (mm_filter_compose (&last, &first, 1, &g), MM_OK);
  mm_demand d;
  mm_bases b;
  cr_assert_eq (mm_demand_of (&g, &d), MM_OK);
  cr_assert_eq (d.rank_in, 4);
  cr_assert_eq (d.rank_out, 9);
  cr_assert_eq (mm_bases_init (&b, &g, &d), MM_OK);
  cr_assert_lt (left_out (&g, &b), 1e-13);
  mm_bases_clear (&b);
  mm_filter_clear (&first);
  mm_filter_clear (&last);
  mm_filter_clear (&g);
}

Test (rank, full_rank_needs_no_base)
{
  mm_filter g = random_filter (4, 4, 3, 3, 3);
  const mm_demand d = mm_demand_full (&g);
  mm_bases b;
  cr_assert_eq (mm_bases_init (&b, &g, &d), MM_OK);
  cr_assert_null (b.r);
  cr_assert_null (b.l);
  mm_bases_clear (&b);
  mm_filter_clear (&g);
}
