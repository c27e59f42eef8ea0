/* render/pdfdate.c: the same date in every PDF.  */
#include <ctype.h>
#include <string.h>

#include "render/finish_i.h"

/* D:YYYYMMDDhhmmss, then a time zone that cairo writes as Z or +hh'mm.  */
static const char fixed[] = "20000101000000";
enum { DIGITS = sizeof fixed - 1 };

static bool
all_digits (const char *at, size_t count)
{
  for (size_t i = 0; i < count; i++)
    if (!isdigit ((unsigned char) at[i]))
      return false;
  return true;
}

static char *
find (char *from, char *end, const char *key, size_t size)
{
  for (; (size_t) (end - from) >= size && (from = memchr (from, key[0], (size_t) (end - from) - size + 1)); from++)
    if (!memcmp (from, key, size))
      return from;
  return NULL;
}

/* Overwrite the date of one key; returns how many there were.  */
static unsigned
fix (char *data, size_t length, const char *key)
{
  size_t size = strlen (key);
  unsigned found = 0;
  char *end = data + length;
  for (char *at = data; (at = find (at, end, key, size)); at += size)
    {
      char *date = at + size;
      if (end - date <= DIGITS || !all_digits (date, DIGITS))
        continue;
      memcpy (date, fixed, DIGITS);
      found++;
      /* A zone with an offset depends on where the machine stands.  */
      for (char *zone = date + DIGITS; zone < end && *zone != ')' && zone < date + DIGITS + 8; zone++)
        if (isdigit ((unsigned char) *zone))
          *zone = '0';
        else if (*zone == '-')
          *zone = '+';
    }
  return found;
}

unsigned
mm_pdf_fix_dates (char *data, size_t length)
{
  return fix (data, length, "/CreationDate (D:") + fix (data, length, "/ModDate (D:");
}
