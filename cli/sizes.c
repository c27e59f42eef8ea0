/* cli/sizes.c: image sizes in words: those tried, and those a promise holds for.  */
#include "cli/sizes.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

/* So many remainders are named before the others are named instead.  */
enum { NAMED = 8 };

static uint32_t
count_flags (const bool *flags, uint32_t count, bool wanted)
{
  uint32_t found = 0;
  for (uint32_t i = 0; i < count; i++)
    found += flags[i] == wanted;
  return found;
}

/* The number whose multiples, and no others, are meant; 0: there is none.  */
static uint32_t
only_multiples (const bool *flags, uint32_t stride)
{
  const uint32_t meant = count_flags (flags, stride, true);
  if (!flags[0] || stride % meant != 0)
    return 0;
  for (uint32_t i = 0; i < stride; i += stride / meant)
    if (!flags[i])
      return 0;
  return stride / meant;
}

/* Those remainders, but 0, whose flag is this one: "1, 2 or 5".  */
static void
put_list (const bool *flags, uint32_t stride, bool wanted)
{
  uint32_t left = count_flags (flags + 1, stride - 1, wanted);
  const char *before = "";
  for (uint32_t i = 1; i < stride; i++)
    if (flags[i] == wanted)
      {
        printf ("%s%" PRIu32, before, i);
        before = --left == 1 ? " or " : ", ";
      }
}

static void
put_direction (const char *noun, const bool *flags, uint32_t stride)
{
  const uint32_t multiples = count_flags (flags, stride, true) ? only_multiples (flags, stride) : 0;
  if (multiples == 1)
    {
      printf ("all %s", noun);
      return;
    }
  printf ("%s that ", noun);
  if (multiples)
    {
      printf ("are multiples of %" PRIu32, multiples);
      return;
    }
  if (flags[0])
    printf ("are multiples of %" PRIu32 ", or ", stride);
  const uint32_t others = count_flags (flags + 1, stride - 1, false);
  const bool short_list = count_flags (flags + 1, stride - 1, true) <= NAMED || others > NAMED;
  printf (short_list ? "leave remainder " : "leave another remainder than ");
  put_list (flags, stride, short_list);
  printf (" modulo %" PRIu32, stride);
}

void
cli_put_remainders (const bool *rows, const bool *columns, uint32_t stride)
{
  if (memcmp (rows, columns, stride * sizeof *rows) == 0)
    {
      put_direction ("sizes", rows, stride);
      return;
    }
  put_direction ("heights", rows, stride);
  printf (" and ");
  put_direction ("widths", columns, stride);
}

static void
json_direction (cli_json *j, const char *key, const bool *flags, uint32_t stride)
{
  cli_json_open (j, key, '[');
  for (uint32_t i = 0; i < stride; i++)
    if (flags[i])
      cli_json_count (j, NULL, i);
  cli_json_close (j, ']');
}

void
cli_json_remainders (cli_json *j, const bool *rows, const bool *columns, uint32_t stride, const char *basis)
{
  cli_json_open (j, "sizes", '{');
  cli_json_count (j, "modulus", stride);
  json_direction (j, "heights", rows, stride);
  json_direction (j, "widths", columns, stride);
  cli_json_text (j, "basis", basis);
  cli_json_close (j, '}');
}

/* ---- lists of sizes ---------------------------------------------------------------- */

static int
compare (const void *a, const void *b)
{
  const uint32_t x = *(const uint32_t *) a, y = *(const uint32_t *) b;
  return x < y ? -1 : x > y;
}

size_t
cli_sort_sizes (uint32_t *sizes, size_t count)
{
  size_t kept = 0;
  qsort (sizes, count, sizeof *sizes, compare);
  for (size_t i = 0; i < count; i++)
    if (kept == 0 || sizes[i] != sizes[kept - 1])
      sizes[kept++] = sizes[i];
  return kept;
}

void
cli_put_sizes (const uint32_t *sizes, size_t count)
{
  for (size_t i = 0, last; i < count; i = last + 1)
    {
      for (last = i; last + 1 < count && sizes[last + 1] == sizes[last] + 1; last++)
        continue;
      printf (last > i ? "%s%" PRIu32 "-%" PRIu32 : "%s%" PRIu32, i ? ", " : "", sizes[i], sizes[last]);
    }
}
