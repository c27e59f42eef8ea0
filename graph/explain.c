/* graph/explain.c: the sentence that refuses a graph.

   It tells every kind of fault there is, the one that the graph is refused for first, and what
   to do about them.  Where it gets longer than an error can hold, fewer blobs are named; how
   many there are is always told.  */
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "graph/faults_i.h"
#include "graph/spell.h"

enum
{
  NAMED = 20,       /* blobs at most, of each kind */
  SHORT = MM_ERROR_TEXT - 64, /* what a reader adds must fit behind it */
  LONG = 1 << 14              /* more than all kinds of faults can fill with NAMED names each */
};

typedef struct sentence
{
  const mm_builder *b;
  const mm_faults *f;
  mm_flaw flaw;
  uint32_t named;   /* of each kind, at most */
  size_t name_size; /* of a name, at most */
  bool begun;       /* there is a clause */
  char *text;
  size_t size, length, whole; /* so far; up to the last clause that is whole */
  bool full;
} sentence;

/* ---- words ------------------------------------------------------------------------- */

__attribute__ ((format (printf, 2, 3))) static void
say (sentence *x, const char *format, ...)
{
  const size_t room = x->size - x->length;
  va_list args;
  va_start (args, format);
  const int wanted = vsnprintf (x->text + x->length, room, format, args);
  va_end (args);
  x->full = x->full || wanted < 0 || (size_t) wanted >= room;
  x->length = x->full ? x->length : x->length + (size_t) wanted;
}

/* Begin another clause.  */
static void
also (sentence *x)
{
  x->whole = x->full ? x->whole : x->length;
  say (x, x->begun ? "; " : "not a module: ");
  x->begun = true;
}

static void
say_blob (sentence *x, mm_blob v)
{
  char buffer[MM_NAME_BUFFER], shown[MM_SPELT];
  say (x, "%s", mm_spell_name (mm_table_blob_name (&x->b->table, v, buffer), shown, x->name_size));
}

static void
say_loop (sentence *x, mm_layer e)
{
  char buffer[MM_NAME_BUFFER], shown[MM_SPELT];
  say (x, "%s", mm_spell_name (mm_table_layer_name (&x->b->table, e, buffer), shown, x->name_size));
}

/* "a, b, c and 12 more".  */
static void
say_list (sentence *x, mm_refused which, uint32_t count)
{
  const mm_fault_list *l = &x->f->list[which];
  const uint32_t named = l->count < x->named ? l->count : x->named;
  for (uint32_t i = 0; i < named; i++)
    {
      say (x, "%s", i ? ", " : "");
      if (which == MM_REFUSED_SELF_LOOPS)
        {
          say_loop (x, l->at[i]);
          say (x, " at blob ");
          say_blob (x, x->b->table.tail[l->at[i]]);
        }
      else
        say_blob (x, l->at[i]);
    }
  if (named < count)
    say (x, " and %u more", count - named);
}

/* ---- faults ------------------------------------------------------------------------- */

static void
say_no_layer (sentence *x)
{
  if (x->b->table.layers)
    return;
  also (x);
  say (x, "there is no layer");
}

static void
say_self_loops (sentence *x)
{
  const mm_fault_list *l = &x->f->list[MM_REFUSED_SELF_LOOPS];
  if (!l->count)
    return;
  also (x);
  if (l->count > 1)
    {
      say (x, "%u layers are self-loops: ", l->count);
      say_list (x, MM_REFUSED_SELF_LOOPS, l->count);
      return;
    }
  say (x, "layer ");
  say_loop (x, l->at[0]);
  say (x, " is a self-loop at blob ");
  say_blob (x, x->b->table.tail[l->at[0]]);
}

static void
say_isolated (sentence *x)
{
  const mm_fault_list *l = &x->f->list[MM_REFUSED_ISOLATED];
  const char *other = x->f->list[MM_REFUSED_SELF_LOOPS].count ? "other " : "";
  if (!x->f->isolated || !x->b->table.layers)
    return;
  also (x);
  if (x->f->isolated > 1)
    {
      say (x, "%u blobs are isolated (no %slayer touches them): ", x->f->isolated, other);
      say_list (x, MM_REFUSED_ISOLATED, x->f->isolated);
      return;
    }
  say (x, "blob ");
  say_blob (x, l->at[0]);
  say (x, " is isolated: no %slayer touches it", other);
}

/* "a -> b -> c -> a", or "a -> b -> … -> a" for a long one.  */
static void
say_cycle (sentence *x)
{
  const mm_fault_list *l = &x->f->list[MM_REFUSED_CYCLE];
  if (!l->count)
    return;
  also (x);
  say (x, "there is a cycle of %u blobs: ", l->count);
  for (uint32_t i = 0; i < l->count && i < x->named; i++)
    {
      say_blob (x, l->at[i]);
      say (x, " -> ");
    }
  if (l->count > x->named)
    say (x, "… -> ");
  say_blob (x, l->at[0]);
}

/* The sources, or the sinks, where there are several.  */
static void
say_ends (sentence *x, mm_refused which, const char *what, const char *without)
{
  const uint32_t count = x->f->list[which].count;
  if (count < 2)
    return;
  also (x);
  say (x, "there are %u %ss (blobs without a layer %s): ", count, what, without);
  say_list (x, which, count);
}

static void
say_parts (sentence *x)
{
  if (x->f->parts < 2)
    return;
  also (x);
  say (x, "the graph has %u parts that no layer joins", x->f->parts);
}

static bool
is_listed (const mm_fault_list *l, uint32_t handle)
{
  uint32_t i = 0;
  while (i < l->count && l->at[i] != handle)
    i++;
  return i < l->count;
}

/* A declared end that is none.  */
static void
say_declared (sentence *x, mm_refused which, mm_blob declared, const char *what)
{
  const mm_fault_list *l = &x->f->list[which];
  if (declared == MM_NONE || is_listed (l, declared))
    return;
  also (x);
  if (declared >= x->b->table.blobs)
    {
      say (x, "blob %u, declared to be the %s, is not there", declared, what);
      return;
    }
  say (x, "blob ");
  say_blob (x, declared);
  say (x, " is declared to be the %s, ", what);
  if (l->count == 1)
    {
      say (x, "but the %s is ", what);
      say_blob (x, l->at[0]);
    }
  else
    say (x, "but is none");
}

/* ---- what to do ----------------------------------------------------------------------- */

static void
advise_ends (sentence *x, mm_refused which, mm_blob declared, const char *what, const char *join)
{
  const mm_fault_list *l = &x->f->list[which];
  if (l->count < 2)
    return;
  also (x);
  if (is_listed (l, declared))
    {
      say (x, "remove all %ss but the declared ", what);
      say_blob (x, declared);
    }
  else
    say (x, "add a blob with a layer %s each %s", join, what);
}

static void
advise (sentence *x)
{
  const mm_fault_list *l = x->f->list;
  const mm_table *t = &x->b->table;
  if (l[MM_REFUSED_SELF_LOOPS].count)
    {
      also (x);
      say (x, "remove the self-loop%s", l[MM_REFUSED_SELF_LOOPS].count > 1 ? "s" : "");
    }
  if (x->f->isolated && t->layers)
    {
      also (x);
      say (x, x->f->isolated > 1 ? "remove the isolated blobs or join them by layers"
                                 : "remove the isolated blob or join it by layers");
    }
  if (l[MM_REFUSED_CYCLE].count)
    {
      also (x);
      say (x, "remove or turn a layer of the cycle");
    }
  if (x->f->parts > 1 && t->source == MM_NONE && t->sink == MM_NONE)
    {
      also (x);
      say (x, "put each part into a graph of its own, or join them");
    }
  else
    {
      advise_ends (x, MM_REFUSED_SOURCES, t->source, "source", "to");
      advise_ends (x, MM_REFUSED_SINKS, t->sink, "sink", "from");
    }
}

/* ---- the sentence ---------------------------------------------------------------------- */

/* One kind of fault.  */
static void
say_flaw (sentence *x, mm_flaw flaw)
{
  const mm_table *t = &x->b->table;
  switch (flaw)
    {
    case MM_FLAW_NO_LAYER: say_no_layer (x); break;
    case MM_FLAW_SELF_LOOP: say_self_loops (x); break;
    case MM_FLAW_ISOLATED: say_isolated (x); break;
    case MM_FLAW_CYCLE: say_cycle (x); break;
    case MM_FLAW_SOURCES: say_ends (x, MM_REFUSED_SOURCES, "source", "in"); break;
    case MM_FLAW_SINKS: say_ends (x, MM_REFUSED_SINKS, "sink", "out"); break;
    case MM_FLAW_TERMINALS:
      say_declared (x, MM_REFUSED_SOURCES, t->source, "source");
      say_declared (x, MM_REFUSED_SINKS, t->sink, "sink");
      break;
    default: break;
    }
}

static void
compose (sentence *x)
{
  static const mm_flaw flaws[] = { MM_FLAW_NO_LAYER, MM_FLAW_SELF_LOOP, MM_FLAW_ISOLATED, MM_FLAW_CYCLE,
                                   MM_FLAW_SOURCES,  MM_FLAW_SINKS,     MM_FLAW_TERMINALS };
  x->length = x->whole = 0;
  x->begun = x->full = false;
  say_flaw (x, x->flaw);
  for (size_t i = 0; i < sizeof flaws / sizeof *flaws; i++)
    if (flaws[i] != x->flaw)
      say_flaw (x, flaws[i]);
  say_parts (x);
  advise (x);
}

/* Name as many as fit.  */
static void
compose_to_fit (sentence *x, char text[SHORT])
{
  static const uint32_t named[] = { NAMED, 16, 12, 9, 6, 4, 3, 2, 2, 1, 1 };
  static const size_t size[] = { MM_SPELT, MM_SPELT, MM_SPELT, MM_SPELT, MM_SPELT, MM_SPELT, MM_SPELT, MM_SPELT, 48, 48, 16 };
  size_t i = 0;
  x->text = text;
  x->size = SHORT;
  do
    {
      x->named = named[i];
      x->name_size = size[i];
      compose (x);
    }
  while (x->full && ++i < sizeof named / sizeof *named);
  text[x->full ? x->whole : x->length] = '\0';
}

/* The whole sentence for who asked; NULL: out of memory.  */
static char *
compose_in_full (sentence *x)
{
  x->text = malloc (LONG);
  if (!x->text)
    return NULL;
  x->size = LONG;
  x->named = NAMED;
  x->name_size = MM_SPELT;
  compose (x);
  char *whole = realloc (x->text, x->length + 1);
  return whole ? whole : x->text;
}

/* Where the file goes wrong: at the end that is not declared, or else at the second in the file.  */
static uint64_t
line_of_end (const mm_builder *b, const mm_fault_list *l, mm_blob declared)
{
  mm_blob first = MM_NONE, second = MM_NONE; /* of those that are not declared */
  for (uint32_t i = 0; i < l->count; i++)
    {
      const mm_blob v = l->at[i];
      if (v == declared)
        continue;
      second = v < first ? first : v < second ? v : second;
      first = v < first ? v : first;
    }
  const mm_blob wrong = declared == MM_NONE ? second : first;
  const uint64_t line = mm_builder_blob_line (b, wrong);
  for (mm_layer e = 0; e < b->table.layers && !line; e++)
    if (b->table.tail[e] == wrong || b->table.head[e] == wrong)
      return mm_builder_layer_line (b, e);
  return line;
}

static uint64_t
line_of (const mm_builder *b, const mm_faults *f, mm_flaw flaw)
{
  const mm_fault_list *l = f->list;
  switch (flaw)
    {
    case MM_FLAW_SELF_LOOP: return mm_builder_layer_line (b, l[MM_REFUSED_SELF_LOOPS].at[0]);
    case MM_FLAW_ISOLATED: return mm_builder_blob_line (b, l[MM_REFUSED_ISOLATED].at[0]);
    case MM_FLAW_CYCLE: return mm_builder_layer_line (b, f->closing);
    case MM_FLAW_SOURCES: return line_of_end (b, &l[MM_REFUSED_SOURCES], b->table.source);
    case MM_FLAW_SINKS: return line_of_end (b, &l[MM_REFUSED_SINKS], b->table.sink);
    case MM_FLAW_TERMINALS:
    case MM_FLAW_RANGE: return b->terminals_line;
    default: return 0;
    }
}

mm_status
mm_refuse_graph (const mm_builder *b, mm_flaw flaw, mm_error *err)
{
  mm_faults f;
  if (!err)
    return MM_ENOTMODULE;
  mm_status s = mm_faults_find (&b->table, &f);
  sentence x = { .b = b, .f = &f, .flaw = flaw == MM_FLAW_RANGE ? MM_FLAW_TERMINALS : flaw };
  if (!s && err->asked == err)
    s = mm_refusal_fill (err->refusal, &b->table, &f, compose_in_full (&x));
  if (s)
    {
      mm_faults_clear (&f);
      return mm_fail_memory (err);
    }
  char text[SHORT];
  compose_to_fit (&x, text);
  mm_fail_flaw (err, flaw, line_of (b, &f, flaw), "%s", text);
  mm_faults_clear (&f);
  return MM_ENOTMODULE;
}
