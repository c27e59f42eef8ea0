/* cli/ranks.c: what was measured of a parent, in words and as JSON.  */
#include "cli/ranks.h"

#include <math.h>

#include "cli/report.h"
#include "cli/weights.h"

/* Whether there is anything to say about a rank.  */
static bool
is_worth_a_line (const mm_ranks *ranks, const mm_rank_found *found)
{
  return ranks->measured && (found->rank < found->full || (found->counts && found->value));
}

static void
put_rank (const char *indent, const char *verb, const mm_ranks *ranks, const mm_rank_found *found)
{
  char text[CLI_NUMBER];
  if (!is_worth_a_line (ranks, found))
    return;
  printf ("%sthe parent %s rank %u of %u", indent, verb, found->rank, found->full);
  if (found->value)
    printf (" (singular value %u is %s of the greatest and %s)", found->value, cli_number (found->relative, text),
            found->counts ? "counts" : "does not count");
  fputc ('\n', stdout);
}

void
cli_put_ranks (const char *indent, const mm_ranks *ranks)
{
  put_rank (indent, "reads", ranks, &ranks->input);
  put_rank (indent, "writes", ranks, &ranks->output);
}

static void
put_json_rank (cli_json *j, const char *side, const mm_ranks *ranks, const mm_rank_found *found)
{
  if (!is_worth_a_line (ranks, found))
    return;
  cli_json_open (j, NULL, '{');
  cli_json_text (j, "side", side);
  cli_json_count (j, "rank", found->rank);
  cli_json_count (j, "full", found->full);
  if (found->value)
    {
      cli_json_count (j, "value", found->value);
      cli_json_number (j, "relative", found->relative);
      cli_json_bool (j, "counts", found->counts);
    }
  cli_json_close (j, '}');
}

void
cli_json_ranks (cli_json *j, const mm_ranks *ranks)
{
  if (!is_worth_a_line (ranks, &ranks->input) && !is_worth_a_line (ranks, &ranks->output))
    return;
  cli_json_open (j, "ranks", '[');
  put_json_rank (j, "input", ranks, &ranks->input);
  put_json_rank (j, "output", ranks, &ranks->output);
  cli_json_close (j, ']');
}

/* What the ranks leave out, all of it in one output channel.  Both ranks may leave it out of the same one, whose norm the
   scaling brought to within a factor of two of the others'.  */
static double
allowance (const mm_filter *parent, const mm_ranks *ranks)
{
  const double left_out = ranks->measured && parent->rounding > 0 ? ranks->left_out : 0;
  return fmin (4 * sqrt (parent->out) * left_out, cli_most_allowed (parent));
}

double
cli_most_allowed (const mm_filter *parent)
{
  const bool half = parent->rounding > mm_dtype_rounding (MM_F32);
  return half ? 4 * parent->rounding : CLI_EXACT_IN_SINGLE;
}

double
cli_exact_in_double (const mm_filter *parent, const mm_ranks *ranks)
{
  return fmax (allowance (parent, ranks), CLI_EXACT_IN_DOUBLE);
}

double
cli_exact_in_single (const mm_filter *parent, const mm_ranks *ranks)
{
  return fmax (allowance (parent, ranks), CLI_EXACT_IN_SINGLE);
}
