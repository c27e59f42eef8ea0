/* cli/confluence.h: what `modmorph confluence` found, as text and as JSON.  */
#ifndef MM_CLI_CONFLUENCE_H
#define MM_CLI_CONFLUENCE_H

#include <stdio.h>

#include "prove/choice.h"
#include "prove/critical.h"

/* Cores with more blobs are not needed: the smallest example has five.  */
enum { CLI_CHOICE_BLOBS = 6 };

/** Everything that was found. */
typedef struct cli_findings
{
  mm_critical *rules; /* series and parallel, glued in every way */
  mm_critical *node;  /* those and the node rules of degree 2 */
  mm_choice choice;
  uint64_t cores;
  bool has_choice;
} cli_findings;

/** Whether all pairs of series and parallel that a module can hold join on names. */
bool cli_is_confluent (const cli_findings *f);

/** The answer, as what to write for cli_write. context: const cli_findings * */
mm_status cli_put_confluence (FILE *out, void *context);
mm_status cli_put_confluence_json (FILE *out, void *context);

#endif
