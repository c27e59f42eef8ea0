/* graph/dot_skeleton.c: what a scan keeps of a DOT file.  */
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "graph/array.h"
#include "graph/dot_i.h"

static const char *const attribute_names[MM_DOT_ATTRIBUTES] = { "key",        "label",  "kernel",  "stride",
                                                                "dilation",   "groups", "kind",    "channels",
                                                                "activation", "norm",   "padding", "source",
                                                                "sink",       "style" };

const char *
mm_dot_attribute_name (mm_dot_attribute a)
{
  return attribute_names[a];
}

mm_dot_attribute
mm_dot_attribute_called (const char *name)
{
  int a = 0;
  while (a < MM_DOT_ATTRIBUTES && strcmp (attribute_names[a], name))
    a++;
  return (mm_dot_attribute) a;
}

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
mm_dot_keep_value (mm_dot_scan *scan, mm_dot_attribute a, const mm_dot_lexer *x, mm_error *err)
{
  mm_dot_value value = { .line = x->token_line, .attribute = a, .html = x->html };
  if (!mm_pool_add (&scan->text, x->word, &value.text)
      || !mm_array_reserve (&scan->values, &scan->value_capacity, scan->value_count + 1, sizeof value))
    return mm_fail_memory (err);
  scan->values[scan->value_count++] = value;
  return MM_OK;
}

mm_status
mm_dot_keep_statement (mm_dot_scan *scan, uint64_t line, size_t first, mm_error *err)
{
  mm_dot_statement statement = { line, first, scan->value_count, MM_NO_TEXT };
  for (size_t i = first; i < scan->value_count; i++)
    if (scan->values[i].attribute == MM_DOT_KEY)
      {
        statement.key = scan->values[i].text;
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
  free (scan->values);
  free (scan->statements);
  *scan = (mm_dot_scan){ .length = 0 };
}
