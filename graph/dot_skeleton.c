/* graph/dot_skeleton.c: what a scan keeps of a DOT file.  */
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include "graph/array.h"
#include "graph/dot_i.h"

mm_status
mm_dot_emit (mm_dot_scan *scan, mm_error *err, const char *format, ...)
{
  if (!mm_array_reserve (&scan->skeleton, &scan->capacity, scan->length + MM_DOT_TOKEN, 1))
    return mm_fail_memory (err);
  va_list args;
  va_start (args, format);
  int length = vsnprintf (scan->skeleton + scan->length, MM_DOT_TOKEN, format, args);
  va_end (args);
  scan->length += (size_t) length;
  return MM_OK;
}

mm_status
mm_dot_keep_statement (mm_dot_scan *scan, uint64_t line, size_t first, uint32_t group, mm_error *err)
{
  const mm_attributes *a = &scan->attributes;
  mm_dot_statement statement = { line, first, a->settings, MM_NO_TEXT, group };
  for (size_t i = first; i < a->settings; i++)
    if (a->setting[i].word == MM_WORD_KEY)
      {
        statement.key = a->setting[i].value;
        scan->keys = true;
      }
  if (!mm_array_reserve (&scan->statements, &scan->statement_capacity, scan->statement_count + 1, sizeof statement))
    return mm_fail_memory (err);
  scan->statements[scan->statement_count++] = statement;
  return MM_OK;
}

void
mm_dot_scan_clear (mm_dot_scan *scan)
{
  free (scan->skeleton);
  mm_dot_names_clear (&scan->names);
  free (scan->text.data);
  mm_attributes_clear (&scan->attributes);
  mm_dot_names_clear (&scan->attribute_names);
  free (scan->spellings);
  free (scan->statements);
  *scan = (mm_dot_scan){ .length = 0 };
}
