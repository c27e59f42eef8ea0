/* cli/apart.h: the files of one call, none of which may get in another's way.  */
#ifndef MM_CLI_APART_H
#define MM_CLI_APART_H

#include <stdbool.h>
#include <stddef.h>

/** What a command does with a path. */
typedef enum cli_use
{
  CLI_READS,
  CLI_READS_FOLDER,   /* the files in it */
  CLI_WRITES,
  CLI_REPLACES_FOLDER /* whole: what was in it is gone */
} cli_use;

typedef struct cli_named
{
  cli_use use;
  const char *path; /* NULL: the option was not given */
} cli_named;

/**
 * Tell whether all that one call of a command writes can be written without the loss of
 * anything that it reads, or of another result; says what cannot.  Commands ask this before any work, with
 * every file that they read or write.
 *
 * Paths are compared by what they lead to, so that links and other spellings of a name are
 * seen.  An output must not be an input, nor lie in a folder that is read; a folder that is
 * replaced must not hold an input; and no two outputs may be one.  Devices are everybody's.
 *
 * @param json  whether the answer goes to standard output as JSON, so that nothing else may
 * @return false after a message, also when memory ran out
 */
bool cli_are_apart (const cli_named *files, size_t count, bool json);

#endif
