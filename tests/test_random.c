/* tests/test_random.c: reproducible random numbers.  */
#include <criterion/criterion.h>
#include <math.h>

#include "numeric/random.h"
#include "tests/leak.h"

TestSuite (random, .fini = no_leaks);

/* Published with the reference implementations: xoshiro256** from the state 1, 2, 3, 4.  */
Test (random, generator_gives_the_published_sequence)
{
  static const uint64_t expected[] = { 11520u, 0u, 1509978240u, 1215971899390074240u, 1216172134540287360u,
                                       607988272756665600u, 16172922978634559625u, 8476171486693032832u };
  mm_random r = { .state = { 1, 2, 3, 4 } };
  for (int i = 0; i < 8; i++)
    cr_assert_eq (mm_random_bits (&r), expected[i], "number %d", i);
}

/* Published splitmix64 sequence from the seed 1234567.  */
Test (random, seeding_uses_the_published_splitmix64)
{
  mm_random r;
  mm_random_seed (&r, 1234567, 0);
  cr_assert_eq (r.state[0], 6457827717110365317u);
  cr_assert_eq (r.state[1], 3203168211198807973u);
  cr_assert_eq (r.state[2], 9817491932198370423u);
  cr_assert_eq (r.state[3], 4593380528125082431u);
}

Test (random, seeds_and_streams_give_different_sequences)
{
  mm_random r[4];
  mm_random_seed (&r[0], 0, 0);
  mm_random_seed (&r[1], 0, 1);
  mm_random_seed (&r[2], 1, 0);
  mm_random_seed (&r[3], 1, 1);
  uint64_t first[4];
  for (int i = 0; i < 4; i++)
    first[i] = mm_random_bits (&r[i]);
  for (int i = 0; i < 4; i++)
    for (int j = 0; j < i; j++)
      cr_assert_neq (first[i], first[j]);
}

Test (random, the_same_seed_gives_the_same_deviates_again)
{
  mm_random a, b;
  mm_random_seed (&a, 7, 3);
  mm_random_normal (&a);
  mm_random_seed (&a, 7, 3);
  mm_random_seed (&b, 7, 3);
  for (int i = 0; i < 100; i++)
    cr_assert_eq (mm_random_normal (&a), mm_random_normal (&b));
}

Test (random, below_hits_every_value_about_equally_often)
{
  mm_random r;
  mm_random_seed (&r, 11, 0);
  int hits[7] = { 0 };
  for (int i = 0; i < 70000; i++)
    hits[mm_random_below (&r, 7)]++;
  /* Six degrees of freedom: chi-squared is above 22.5 with probability 0.001.  */
  double chi = 0;
  for (int i = 0; i < 7; i++)
    chi += (hits[i] - 10000.0) * (hits[i] - 10000.0) / 10000;
  cr_assert (chi < 22.5, "chi-squared %g", chi);
  cr_assert_eq (mm_random_below (&r, 1), 0);
  for (int i = 0; i < 100; i++)
    cr_assert_lt (mm_random_below (&r, UINT32_MAX), UINT32_MAX);
}

Test (random, uniform_deviates_fill_the_unit_interval)
{
  mm_random r;
  mm_random_seed (&r, 12, 0);
  double low = 1, high = 0, sum = 0;
  for (int i = 0; i < 100000; i++)
    {
      const double x = mm_random_uniform (&r);
      cr_assert (x >= 0 && x < 1);
      low = x < low ? x : low;
      high = x > high ? x : high;
      sum += x;
    }
  cr_assert (low < 1e-3 && high > 1 - 1e-3);
  cr_assert_float_eq (sum / 100000, 0.5, 0.005);
}

Test (random, normal_deviates_have_the_right_moments)
{
  enum { count = 200000 };
  static double x[count];
  mm_random r;
  mm_random_seed (&r, 13, 0);
  mm_random_fill_normal (&r, 2, x, count);
  double m1 = 0, m2 = 0, m4 = 0;
  for (int i = 0; i < count; i++)
    {
      m1 += x[i] / count;
      m2 += x[i] * x[i] / count;
      m4 += x[i] * x[i] * x[i] * x[i] / count;
    }
  /* Five standard errors each: 2 / sqrt n, 4 sqrt (2 / n), 16 sqrt (96 / n).  */
  cr_assert_float_eq (m1, 0, 0.0224);
  cr_assert_float_eq (m2, 4, 0.0633);
  cr_assert_float_eq (m4, 48, 1.76);
}
