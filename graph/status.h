/* graph/status.h: how every function of modmorph says what happened.  */
#ifndef MM_GRAPH_STATUS_H
#define MM_GRAPH_STATUS_H

#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/**
 * A status says whether the question was answered; the answer itself is an out
 * parameter.  "The rule does not match", "the module is complex" and "the
 * certificate is wrong" are answers, not errors.
 */
typedef enum mm_status
{
  MM_OK = 0,      /* answered */
  MM_END,         /* a stream has no more items */
  MM_EINVAL,      /* an argument is not what the function asks for */
  MM_ENOMEM,      /* out of memory; the arguments are as they were */
  MM_EIO,         /* a file cannot be read or written */
  MM_EPARSE,      /* a file is not in its format */
  MM_ENOTMODULE,  /* the graph is well formed but no module (see mm_flaw) */
  MM_ELIMIT,      /* larger than this program handles (2^32 - 2 layers, for one) */
  MM_EUNSUPPORTED /* valid, but outside what is implemented; the text says what */
} mm_status;

/** Why a graph is not a module (the third outcome beside simple and complex). */
typedef enum mm_flaw
{
  MM_FLAW_NONE = 0,
  MM_FLAW_NO_LAYER,  /* "no-layer": there is no edge at all */
  MM_FLAW_RANGE,     /* "vertex-out-of-range": a layer names a blob that is not there */
  MM_FLAW_SELF_LOOP, /* "self-loop" */
  MM_FLAW_ISOLATED,  /* "isolated-vertex" */
  MM_FLAW_CYCLE,     /* "cycle" */
  MM_FLAW_SOURCES,   /* "two-sources": more than one source */
  MM_FLAW_SINKS,     /* "two-sinks": more than one sink */
  MM_FLAW_TERMINALS  /* "wrong-terminals": the declared source or sink is not it */
} mm_flaw;

enum { MM_ERROR_TEXT = 512 };

/**
 * What went wrong, for a person.  Every function that takes one accepts NULL.
 * Functions of the library never print; cli/ prints "modmorph: FILE:LINE: text".
 */
typedef struct mm_error
{
  mm_status status;
  mm_flaw flaw;             /* with MM_ENOTMODULE, else MM_FLAW_NONE */
  const char *file;         /* the name given to the reader (borrowed), or NULL */
  struct mm_refusal *refusal; /* to be filled with all that is wrong, when asked for (graph/refusal.h) … */
  const void *asked;        /* … of this very error: one that nobody has set up asks for nothing */
  uint64_t line, column;    /* from 1; 0 when unknown */
  char text[MM_ERROR_TEXT]; /* one sentence, UTF-8, no newline; long names are cut */
} mm_error;

/** The status in one English word or two, for example "out of memory". Never NULL. */
const char *mm_status_text (mm_status status);

/** The short stable name of a flaw as used in JSON, for example "two-sinks". Never NULL. */
const char *mm_flaw_name (mm_flaw flaw);

/**
 * Fill an error and give its status back, so that a function can end with
 * `return mm_fail (err, MM_EPARSE, line, "…");`.
 *
 * @param err     may be NULL; its file and what it asks for are kept, everything else is overwritten
 * @param line    from 1, or 0 when there is none
 * @param format  as for printf; the result is cut to MM_ERROR_TEXT - 1 bytes, at
 *                a character boundary; characters that cannot be seen, and bytes that
 *                are no UTF-8, are escaped (mm_spell_text), so that it is one line
 * @return status
 */
mm_status mm_fail (mm_error *err, mm_status status, uint64_t line, const char *format, ...)
  __attribute__ ((format (printf, 4, 5)));

/** mm_fail for MM_ENOTMODULE, with the flaw. @return MM_ENOTMODULE */
mm_status mm_fail_flaw (mm_error *err, mm_flaw flaw, uint64_t line, const char *format, ...)
  __attribute__ ((format (printf, 4, 5)));

/** Add a clause to the sentence of an error, unless there is no room for all of it; err may be NULL. */
void mm_fail_also (mm_error *err, const char *format, ...) __attribute__ ((format (printf, 2, 3)));

/** mm_fail for "out of memory", the error without a story. */
mm_status mm_fail_memory (mm_error *err);

#ifdef __cplusplus
}
#endif
#endif
