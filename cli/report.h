/* cli/report.h: how the program talks: errors, answers, numbers, progress.  */
#ifndef MM_CLI_REPORT_H
#define MM_CLI_REPORT_H

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>

#include "graph/status.h"

/** Say one sentence on stderr: "modmorph: …". */
void cli_complain (const char *format, ...) __attribute__ ((format (printf, 1, 2)));

/** The same about a file: "modmorph: PATH: …". */
void cli_complain_of (const char *path, const char *format, ...) __attribute__ ((format (printf, 2, 3)));

/** The same, without words, for "out of memory". @return CLI_CANNOT */
int cli_no_memory (void);

/**
 * Report a library's error as "modmorph: FILE:LINE: sentence".
 * @param path  the file it is about, where err names none; may be NULL
 * @return CLI_CANNOT
 */
int cli_failed (const mm_error *err, const char *path);

/** Its sentence, in full where that was asked for (graph/refusal.h). */
const char *cli_error_text (const mm_error *err);

/**
 * Flush stdout and see whether all of it arrived.
 * @return code, or CLI_CANNOT (with a message) when something was lost
 */
int cli_finish (int code);

/** Print the name of a blob, a layer, a module or a file as graph/spell.h has it: quoted and escaped where need be. */
void cli_put_name (FILE *out, const char *name);

enum { CLI_NUMBER = 32 };

/** A small number for a person: two digits, "6e-16" or "0.71".  @return buffer */
const char *cli_number (double x, char buffer[CLI_NUMBER]);

/** A count that stops at UINT64_MAX, which reads "more than 18446744073709551614".  @return buffer */
const char *cli_amount (uint64_t n, char buffer[CLI_NUMBER]);

/** "s", or "" for one. */
const char *cli_plural (uint64_t n);

/** Seconds on a clock that only goes forward. */
double cli_now (void);

/** A line on stderr that says how far long work is; only on a terminal, never with --quiet. */
typedef struct cli_progress
{
  bool on, shown;
  int64_t next; /* when to show it again, in milliseconds */
} cli_progress;

void cli_progress_start (cli_progress *p, bool quiet);

/** Show "N things …", at most five times a second.  Cheap enough to be called for each thing. */
void cli_progress_count (cli_progress *p, uint64_t n, const char *things);

/** Show what is being done now. */
void cli_progress_note (cli_progress *p, const char *what);

/** Take the line away. */
void cli_progress_end (cli_progress *p);

#endif
