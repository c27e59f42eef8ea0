/* cli/nearest.c: what a person meant to type.  */
#include <string.h>

#include "cli/options.h"

enum { LONGEST = 40 };

static unsigned
least (unsigned a, unsigned b, unsigned c)
{
  const unsigned ab = a < b ? a : b;
  return ab < c ? ab : c;
}

/* Levenshtein's distance, one row at a time.  */
static unsigned
distance (const char *a, const char *b)
{
  unsigned row[LONGEST + 1];
  const size_t length = strlen (b);
  if (strlen (a) > LONGEST || length > LONGEST)
    return LONGEST;
  for (unsigned j = 0; j <= length; j++)
    row[j] = j;
  for (unsigned i = 1; a[i - 1]; i++)
    {
      unsigned diagonal = row[0];
      row[0] = i;
      for (unsigned j = 1; j <= length; j++)
        {
          const unsigned change = diagonal + (a[i - 1] != b[j - 1]);
          diagonal = row[j];
          row[j] = least (change, row[j] + 1, row[j - 1] + 1);
        }
    }
  return row[length];
}

const char *
cli_nearest (const char *typed, const char *const *list)
{
  const char *best = NULL;
  unsigned least_distance = 3; /* two mistakes are a slip, three another word */
  for (; *list; list++)
    {
      const unsigned d = distance (typed, *list);
      if (d < least_distance && d < strlen (typed))
        {
          least_distance = d;
          best = *list;
        }
    }
  return best;
}
