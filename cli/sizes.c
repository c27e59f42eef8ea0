/* cli/sizes.c: image sizes in words: those tried, and those a promise holds for.  */
#include "cli/sizes.h"

#include <inttypes.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "cli/report.h"

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

/* The end of the run of equal flags that starts at i.  */
static uint32_t
run_end (const bool *flags, uint32_t stride, uint32_t i)
{
  uint32_t last = i;
  while (last + 1 < stride && flags[last + 1] == flags[i])
    last++;
  return last;
}

/* How many runs of this flag there are behind 0.  */
static uint32_t
count_runs (const bool *flags, uint32_t stride, bool wanted)
{
  uint32_t runs = 0;
  for (uint32_t i = 1; i < stride; i = run_end (flags, stride, i) + 1)
    runs += flags[i] == wanted;
  return runs;
}

/* Those remainders, but 0, whose flag is this one: "1-3, 5 or 8".  */
static void
put_list (const bool *flags, uint32_t stride, bool wanted)
{
  uint32_t left = count_runs (flags, stride, wanted);
  const char *before = "";
  for (uint32_t i = 1, last; i < stride; i = last + 1)
    {
      last = run_end (flags, stride, i);
      if (flags[i] != wanted)
        continue;
      printf (last > i ? "%s%" PRIu32 "-%" PRIu32 : "%s%" PRIu32, before, i, last);
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
  const bool direct = count_runs (flags, stride, true) <= 1 + count_runs (flags, stride, false);
  printf (direct ? "leave remainder " : "leave another remainder than ");
  put_list (flags, stride, direct);
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
  const bool any_width = count_flags (columns, stride, true) == stride;
  put_direction (any_width ? "widths" : "heights", any_width ? columns : rows, stride);
  printf (", and ");
  put_direction (any_width ? "heights" : "widths", any_width ? rows : columns, stride);
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

static const char *
basis_name (mm_sizes_basis basis)
{
  static const char *const names[] = { "proved", "covered", "sampled" };
  return names[basis];
}

static void
json_remainders (cli_json *j, const mm_preservation *verdict, uint32_t stride)
{
  cli_json_open (j, "sizes", '{');
  cli_json_count (j, "modulus", stride);
  json_direction (j, "heights", verdict->rows, stride);
  json_direction (j, "widths", verdict->columns, stride);
  cli_json_text (j, "basis", basis_name (verdict->basis));
  cli_json_close (j, '}');
}

/* ---- lists of sizes ---------------------------------------------------------------- */

static int
compare (const void *a, const void *b)
{
  const uint32_t x = *(const uint32_t *) a, y = *(const uint32_t *) b;
  return x < y ? -1 : x > y;
}

static size_t
sort_sizes (uint32_t *sizes, size_t count)
{
  size_t kept = 0;
  qsort (sizes, count, sizeof *sizes, compare);
  for (size_t i = 0; i < count; i++)
    if (kept == 0 || sizes[i] != sizes[kept - 1])
      sizes[kept++] = sizes[i];
  return kept;
}

static void
put_sizes (const uint32_t *sizes, size_t count)
{
  for (size_t i = 0, last; i < count; i = last + 1)
    {
      for (last = i; last + 1 < count && sizes[last + 1] == sizes[last] + 1; last++)
        continue;
      printf (last > i ? "%s%" PRIu32 "-%" PRIu32 : "%s%" PRIu32, i ? ", " : "", sizes[i], sizes[last]);
    }
}

bool
cli_tried_list (cli_tried *tried, const mm_verification *v)
{
  const size_t count = v->trial_count;
  *tried = (cli_tried){ .heights = calloc (2 * count, sizeof *tried->heights) };
  if (!tried->heights)
    return false;
  tried->widths = tried->heights + count;
  for (size_t i = 0; i < count; i++)
    {
      tried->heights[i] = v->trials[i].height;
      tried->widths[i] = v->trials[i].width;
    }
  tried->height_count = sort_sizes (tried->heights, count);
  tried->width_count = sort_sizes (tried->widths, count);
  return true;
}

void
cli_tried_clear (cli_tried *tried)
{
  free (tried->heights);
  *tried = (cli_tried){ .heights = NULL };
}

double
cli_trial_error (const mm_trial *t)
{
  return fmax (fmax (t->whole, t->channel), fmax (t->whole32, t->channel32));
}

void
cli_put_tried (const cli_tried *tried, const mm_verification *v, const mm_preservation *verdict)
{
  static const char *const basis[] = { "; the layers' offsets prove it for all sizes", "; they stand for all sizes",
                                       "; larger ones and other pairs were not tried" };
  printf ("%zu image%s: heights ", v->trial_count, cli_plural (v->trial_count));
  put_sizes (tried->heights, tried->height_count);
  printf ("; widths ");
  put_sizes (tried->widths, tried->width_count);
  if (verdict->some)
    fputs (basis[verdict->basis], stdout);
  if (verdict->some && !verdict->preserved)
    fputs (verdict->basis == MM_SIZES_SAMPLED ? "" : " named", stdout);
  fputc ('\n', stdout);
}

static void
json_list (cli_json *j, const char *key, const uint32_t *sizes, size_t count)
{
  cli_json_open (j, key, '[');
  for (size_t i = 0; i < count; i++)
    cli_json_count (j, NULL, sizes[i]);
  cli_json_close (j, ']');
}

void
cli_json_tried (cli_json *j, const cli_tried *tried, const mm_verification *v, const mm_preservation *verdict)
{
  const mm_trial *worst = &v->trials[verdict->worst];
  json_remainders (j, verdict, v->promise.stride);
  cli_json_open (j, "tried", '{');
  cli_json_count (j, "images", v->trial_count);
  json_list (j, "heights", tried->heights, tried->height_count);
  json_list (j, "widths", tried->widths, tried->width_count);
  cli_json_open (j, "worst", '{');
  cli_json_count (j, "height", worst->height);
  cli_json_count (j, "width", worst->width);
  cli_json_number (j, "error", cli_trial_error (worst));
  cli_json_close (j, '}');
  cli_json_close (j, '}');
}
