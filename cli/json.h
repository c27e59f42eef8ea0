/* cli/json.h: writing JSON, one object a line.  */
#ifndef MM_CLI_JSON_H
#define MM_CLI_JSON_H

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>

/** What is being written, and whether the next item needs a comma. */
typedef struct cli_json
{
  FILE *out;
  bool comma;
} cli_json;

/* A value gets a key inside an object and NULL inside an array.  Strings may hold any
   bytes: what is not UTF-8 is written as U+FFFD, so that the output always is JSON, and what cannot
   be seen (controls, marks of direction, …) as \uXXXX.  */
void cli_json_open (cli_json *j, const char *key, char bracket); /* '{' or '[' */
void cli_json_close (cli_json *j, char bracket);                 /* '}' or ']' */
void cli_json_text (cli_json *j, const char *key, const char *value); /* NULL: null */
void cli_json_count (cli_json *j, const char *key, uint64_t value);
void cli_json_amount (cli_json *j, const char *key, uint64_t value); /* UINT64_MAX, more than fits: null */
void cli_json_number (cli_json *j, const char *key, double value); /* not finite: null */
void cli_json_bool (cli_json *j, const char *key, bool value);

/** End the line of a whole object. */
void cli_json_end (cli_json *j);

#endif
