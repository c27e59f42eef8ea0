/* graph/status.c: statuses, flaws and error texts.  */
#include "graph/status.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "graph/faults_i.h"
#include "graph/spell.h"

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

__attribute__ ((format (printf, 5, 0))) static void
fill (mm_error *err, mm_status status, mm_flaw flaw, uint64_t line, const char *format, va_list args)
{
  err->status = status;
  err->flaw = flaw;
  err->line = line;
  err->column = 0;
  char text[2 * MM_ERROR_TEXT]; /* its last character may be cut, but what is escaped only grows */
  if (vsnprintf (text, sizeof text, format, args) < 0)
    text[0] = '\0';
  mm_spell_text (text, err->text, sizeof err->text);
}

mm_status
mm_fail (mm_error *err, mm_status status, uint64_t line, const char *format, ...)
{
  if (err)
    {
      va_list args;
      va_start (args, format);
      fill (err, status, MM_FLAW_NONE, line, format, args);
      va_end (args);
    }
  return status;
}

mm_status
mm_fail_flaw (mm_error *err, mm_flaw flaw, uint64_t line, const char *format, ...)
{
  if (err)
    {
      va_list args;
      va_start (args, format);
      fill (err, MM_ENOTMODULE, flaw, line, format, args);
      va_end (args);
    }
  return MM_ENOTMODULE;
}

void
mm_fail_also (mm_error *err, const char *format, ...)
{
  if (!err)
    return;
  char raw[MM_ERROR_TEXT], text[2 * MM_ERROR_TEXT];
  const size_t used = strlen (err->text);
  va_list args;
  va_start (args, format);
  const int wanted = vsnprintf (raw, sizeof raw, format, args);
  va_end (args);
  if (wanted < 0)
    return;
  mm_spell_text (raw, text, sizeof text);
  if (snprintf (err->text + used, sizeof err->text - used, "%s", text) >= (int) (sizeof err->text - used))
    err->text[used] = '\0';
  if (err->asked == err)
    mm_refusal_add (err->refusal, text);
}

mm_status
mm_fail_memory (mm_error *err)
{
  return mm_fail (err, MM_ENOMEM, 0, "out of memory");
}
