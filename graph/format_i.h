/* graph/format_i.h: what a text is; for graph/ only.  */
#ifndef MM_GRAPH_FORMAT_I_H
#define MM_GRAPH_FORMAT_I_H

#include <stdbool.h>
#include <stddef.h>

#include "graph/status.h"

/** The first bytes of a file, all of them where it is short. */
typedef struct mm_head
{
  const char *at;
  size_t length;
  const char *path; /* for the end of its name, and for messages; may be NULL */
} mm_head;

/** Whether the path ends so, a dot included; upper and lower case are the same. */
bool mm_head_is_called (const mm_head *h, const char *end);

/** Whether a text stands in the head. */
bool mm_head_has (const mm_head *h, const char *text);

/** Whether the head begins with these bytes. */
bool mm_head_begins (const mm_head *h, const void *bytes, size_t length);

/**
 * Whether the head is that of a file of another format than ours.
 * @return MM_OK: it is not; MM_EUNSUPPORTED, with what it is and how a module is got from it
 */
mm_status mm_refuse_foreign (const mm_head *h, mm_error *err);

/** The same for a head that begins with the brace or bracket of JSON, at byte `start`. */
mm_status mm_refuse_foreign_json (const mm_head *h, size_t start, mm_error *err);

#endif
