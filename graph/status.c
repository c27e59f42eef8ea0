/* graph/status.c: statuses, flaws and error texts.  */
#include "graph/status.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

const char *
mm_status_text (mm_status status)
{
  switch (status)
    {
    case MM_OK: return "success";
    case MM_END: return "no more items";
    case MM_EINVAL: return "invalid argument";
    case MM_ENOMEM: return "out of memory";
    case MM_EIO: return "input or output failed";
    case MM_EPARSE: return "malformed file";
    case MM_ENOTMODULE: return "not a module";
    case MM_ELIMIT: return "too large";
    case MM_EUNSUPPORTED: return "not supported";
    }
  return "unknown status";
}

const char *
mm_flaw_name (mm_flaw flaw)
{
  switch (flaw)
    {
    case MM_FLAW_NONE: return "none";
    case MM_FLAW_NO_LAYER: return "no-layer";
    case MM_FLAW_RANGE: return "vertex-out-of-range";
    case MM_FLAW_SELF_LOOP: return "self-loop";
    case MM_FLAW_ISOLATED: return "isolated-vertex";
    case MM_FLAW_CYCLE: return "cycle";
    case MM_FLAW_SOURCES: return "two-sources";
    case MM_FLAW_SINKS: return "two-sinks";
    case MM_FLAW_TERMINALS: return "wrong-terminals";
    }
  return "unknown";
}

/* Cut a text that vsnprintf truncated back to a whole UTF-8 character, and keep
   control characters away from terminals and line-oriented logs.  */
static void
tidy (char *text, size_t length, int truncated)
{
  if (truncated)
    {
      while (length > 0 && ((unsigned char) text[length - 1] & 0xC0) == 0x80)
        length--;
      if (length > 0 && (unsigned char) text[length - 1] >= 0xC0)
        length--;
      text[length] = '\0';
    }
  for (char *c = text; *c; c++)
    if ((unsigned char) *c < 0x20 || *c == 0x7F)
      *c = '?';
}

mm_status
mm_fail (mm_error *err, mm_status status, uint64_t line, const char *format, ...)
{
  if (!err)
    return status;
  err->status = status;
  err->flaw = MM_FLAW_NONE;
  err->line = line;
  err->column = 0;

  va_list args;
  va_start (args, format);
  int wanted = vsnprintf (err->text, sizeof err->text, format, args);
  va_end (args);
  if (wanted < 0)
    err->text[0] = '\0';
  tidy (err->text, strlen (err->text), wanted >= (int) sizeof err->text);
  return status;
}

mm_status
mm_fail_memory (mm_error *err)
{
  return mm_fail (err, MM_ENOMEM, 0, "out of memory");
}
