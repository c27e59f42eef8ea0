/* rewrite/derivation_write.c: a derivation as text.  Grammar: docs/formats.md.

   A million steps are a million lines of some fifty bytes, so numbers are written by hand
   into a buffer (mm_phrase) that goes out in large pieces.  */
#include <stdlib.h>

#include "rewrite/derivation_i.h"
#include "rewrite/phrase_i.h"
#include "rewrite/replay_i.h"

enum { PIECE = 1 << 16 }; /* bytes that go out at a time */

typedef struct writer
{
  const mm_derivation *d;
  mm_phrase buffer;
  FILE *out;
  bool failed;
} writer;

static void
flush (writer *w)
{
  if (!w->failed && fwrite (w->buffer.data, 1, w->buffer.used, w->out) != w->buffer.used)
    w->failed = true;
  w->buffer.used = 0;
}

/* Layers are numbered from 1 in the file, so that layer 12 is the one called F12.  */
static void
add_number (writer *w, mm_layer e)
{
  mm_phrase_bytes (&w->buffer, " ", 1);
  mm_phrase_number (&w->buffer, e + 1);
}

static void
add_layer_name (writer *w, mm_layer e)
{
  char buffer[MM_NAME_BUFFER];
  mm_phrase_name (&w->buffer, mm_module_layer_name (w->d->module, e, buffer));
}

static void
add_blob_name (writer *w, mm_blob v)
{
  char buffer[MM_NAME_BUFFER];
  if (mm_module_blob_is_named (w->d->module, v))
    mm_phrase_name (&w->buffer, mm_module_blob_name (w->d->module, v, buffer));
  else
    mm_phrase_number (&w->buffer, v);
}

static void
add (writer *w, const char *text)
{
  mm_phrase_add (&w->buffer, text);
}

/* "F1, F2, F3".  Long lists go out on the way.  */
static void
add_names (writer *w, mm_handles layers)
{
  for (uint32_t k = 0; k < layers.count; k++)
    {
      if (k)
        add (w, ", ");
      add_layer_name (w, layers.at[k]);
      if (w->buffer.used > PIECE)
        flush (w);
    }
}

static void
add_node_step (writer *w, mm_step step, mm_handles moved)
{
  const bool in = step.rule == MM_RULE_NODE_IN;
  add (w, in ? "N in" : "N out");
  add_number (w, step.a);
  for (uint32_t k = 0; k < moved.count; k++)
    {
      add_number (w, moved.at[k]);
      if (w->buffer.used > PIECE)
        flush (w);
    }
  add (w, "  # node reduction at blob ");
  add_blob_name (w, step.blob);
  add (w, ": ");
  add_layer_name (w, step.a);
  add (w, in ? " is put before " : " is put behind ");
  add_names (w, moved);
}

static void
add_step (writer *w, mm_step step, mm_handles moved)
{
  switch (step.rule)
    {
    case MM_RULE_SERIES:
      add (w, "S");
      add_number (w, step.a);
      add_number (w, step.b);
      add (w, "  # TYPE-I at blob ");
      add_blob_name (w, step.blob);
      break;
    case MM_RULE_PARALLEL:
      add (w, "P");
      add_number (w, step.a);
      add_number (w, step.b);
      add (w, "  # TYPE-II");
      break;
    default: add_node_step (w, step, moved); return;
    }
  add (w, ": ");
  add_layer_name (w, step.a);
  add (w, step.rule == MM_RULE_SERIES ? ", then " : " plus ");
  add_layer_name (w, step.b);
}

static void
add_count (writer *w, const char *what, uint32_t count)
{
  add (w, what);
  add (w, " ");
  mm_phrase_number (&w->buffer, count);
  add (w, "\n");
}

static void
add_header (writer *w)
{
  const char *name = mm_module_name (w->d->module);
  add (w, "modmorph-derivation 1\n");
  if (*name)
    {
      add (w, "# of module ");
      mm_phrase_quoted (&w->buffer, name);
      add (w, "\n");
    }
  add_count (w, "blobs", mm_module_blobs (w->d->module));
  add_count (w, "layers", mm_module_layers (w->d->module));
}

static void
add_steps (writer *w)
{
  uint32_t blobs = mm_module_blobs (w->d->module);
  const uint32_t layers = mm_module_layers (w->d->module);
  size_t nodes = 0;
  for (size_t k = 0; k < w->d->length; k++)
    {
      const mm_step step = w->d->step[k];
      const bool node = step.rule == MM_RULE_NODE_IN || step.rule == MM_RULE_NODE_OUT;
      add_step (w, step, node ? mm_derivation_moved_by (w->d, nodes++) : (mm_handles){ NULL, 0 });
      add (w, "\n");
      blobs -= step.rule != MM_RULE_PARALLEL;
      if (w->buffer.used > PIECE)
        flush (w);
    }
  add (w, "end ");
  mm_phrase_number (&w->buffer, blobs);
  add (w, " ");
  mm_phrase_number (&w->buffer, layers - (uint32_t) w->d->length);
  add (w, "\n");
}

mm_status
mm_derivation_write (const mm_derivation *d, FILE *out)
{
  writer w = { .d = d, .out = out };
  if (!mm_phrase_reserve (&w.buffer, 2 * PIECE))
    return MM_ENOMEM;
  add_header (&w);
  add_steps (&w);
  flush (&w);
  const mm_status s = w.buffer.failed ? MM_ENOMEM : w.failed || fflush (out) ? MM_EIO : MM_OK;
  mm_phrase_clear (&w.buffer);
  return s;
}
