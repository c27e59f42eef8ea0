/* cli/check_wanted.c: the values of modmorph-check's options.  */
#include "cli/check_wanted.h"

#include <string.h>

/* A decimal number from 1 to `most`, without leading zeros; moves over it. */
static bool
read_number (const char **text, uint64_t most, uint64_t *n)
{
  uint64_t value = 0;
  const char *at = *text;
  if (*at < '1' || *at > '9')
    return false;
  for (; *at >= '0' && *at <= '9'; at++)
    {
      const unsigned digit = (unsigned) (*at - '0');
      if (value > (most - digit) / 10)
        return false;
      value = 10 * value + digit;
    }
  *text = at;
  *n = value;
  return true;
}

static bool
read_count (const char **text, uint32_t *n)
{
  uint64_t value;
  if (!read_number (text, UINT32_MAX - 1, &value))
    return false;
  *n = (uint32_t) value;
  return true;
}

static bool
move_over (const char **text, char c)
{
  if (**text != c)
    return false;
  ++*text;
  return true;
}

bool
cli_read_wanted_claim (const char *text, mm_wanted *wanted)
{
  static const mm_claim claims[] = { MM_CLAIM_SIMPLE, MM_CLAIM_COMPLEX, MM_CLAIM_COMPLEXITY, MM_CLAIM_FEASIBLE,
                                     MM_CLAIM_INFEASIBLE };
  const size_t length = strcspn (text, " =");
  for (size_t i = 0; i < sizeof claims / sizeof claims[0]; i++)
    {
      const char *name = mm_claim_name (claims[i]), *rest = text + length;
      uint32_t complexity = 0;
      if (strlen (name) != length || memcmp (name, text, length))
        continue;
      if (*rest && (claims[i] != MM_CLAIM_COMPLEXITY || !*++rest || !read_count (&rest, &complexity) || *rest))
        return false;
      wanted->claim = claims[i];
      wanted->complexity = complexity;
      return true;
    }
  return false;
}

bool
cli_read_wanted_shape (const char *text, mm_wanted *wanted)
{
  mm_demand d = { .out = 0 };
  if (!read_count (&text, &d.out) || !move_over (&text, ',') || !read_count (&text, &d.in) || !move_over (&text, ',')
      || !read_count (&text, &d.kh))
    return false;
  d.kw = d.kh;
  if (move_over (&text, 'x') && !read_count (&text, &d.kw))
    return false;
  if (*text || d.kh % 2 == 0 || d.kw % 2 == 0)
    return false;
  wanted->shape = d;
  return true;
}

bool
cli_read_bytes (const char *text, uint64_t *bytes)
{
  uint64_t n;
  if (!read_number (&text, (uint64_t) 1 << 40, &n))
    return false;
  const unsigned shift = *text == 'k' || *text == 'K' ? 10 : *text == 'M' ? 20 : *text == 'G' ? 30 : 0;
  text += shift > 0;
  if (*text || n > (UINT64_MAX >> 1) >> shift)
    return false;
  *bytes = n << shift;
  return true;
}
