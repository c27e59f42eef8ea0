/* cli/check_main.c: the program modmorph-check.

   It is linked with graph/ and the judge (libcheck) only, and with json.c for its output, so
   that it shares no code with what makes certificates.  */
#include "config.h"

#include <errno.h>
#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cli/json.h"
#include "graph/read.h"
#include "graph/text.h"
#include "prove/check.h"

/* Exit statuses.  */
enum
{
  ACCEPTED = 0,
  REFUSED = 1,
  NO_ANSWER = 2
};

typedef struct options
{
  bool json, quiet;
  const char *module, *certificate;
} options;

/* The answer, and what to say about it.  */
typedef struct answer
{
  mm_verdict verdict;
  uint64_t line; /* of the certificate, when it is malformed; else 0 */
  mm_claim claim; /* 0 when it is malformed */
  uint32_t complexity; /* claimed with MM_CLAIM_COMPLEXITY */
  mm_demand demand;    /* what the claims feasible and infeasible speak of; else all 0 */
} answer;

static const char help_text[] =
  "Usage: modmorph-check [--json] [--quiet] FILE CERT\n"
  "\n"
  "Does the certificate CERT prove what it claims about the module in FILE?\n"
  "\n"
  "FILE is a module: .dot, .gv, .edges, or .jsonl with one line.  CERT is what\n"
  "'modmorph prove FILE -o CERT' wrote; '-' reads it from standard input.\n"
  "\n"
  "Prints 'accepted', or 'refused: ' and the reason.  A certificate claims\n"
  "  claim simple    and lists the series and parallel steps that reduce the\n"
  "                  module to one layer; every step is replayed and checked\n"
  "  claim complex   and shows a Wheatstone bridge in the module's layers; its five\n"
  "                  paths are followed and must meet in their ends only\n"
  "  claim complexity K\n"
  "                  shows a bridge, a reduction to one layer with K node reductions, and\n"
  "                  chains of blobs from which follows that no reduction has fewer\n"
  "  claim feasible, claim infeasible\n"
  "                  show a plan by which the module holds every convolution of the\n"
  "                  ranks stated, or a cut too narrow for all of them\n"
  "and repeats the module, which must be the one in FILE.  This program shares no\n"
  "code with the one that makes certificates, and trusts no number in them.\n"
  "\n"
  "  --json      print one JSON object: answer, claim, and reason when refused\n"
  "  --quiet     print nothing; the exit status is the answer\n"
  "  --help      this text\n"
  "  --version   the version\n"
  "\n"
  "Exit status: 0 accepted; 1 refused, also when CERT is malformed or truncated;\n"
  "2 no answer: FILE is no module, a file cannot be read, or memory ran out.\n"
  "\n"
  "Example:\n"
  "  modmorph prove bridge.dot -o bridge.cert\n"
  "  modmorph-check bridge.dot bridge.cert\n";

/* One line, the file first.  */
static int
complain (const mm_error *err)
{
  static const char verb[] = "cannot read ";
  const bool file_follows = !err->file && !strncmp (err->text, verb, strlen (verb));
  fputs ("modmorph-check: ", stderr);
  if (err->file && err->line)
    fprintf (stderr, "%s:%llu: ", err->file, (unsigned long long) err->line);
  else if (err->file)
    fprintf (stderr, "%s: ", err->file);
  fprintf (stderr, "%s\n", err->text + (file_follows ? strlen (verb) : 0));
  return NO_ANSWER;
}

/* The convolutions that a claim about capacity speaks of.  */
static void
put_demand (cli_json *j, const mm_demand *d)
{
  cli_json_open (j, "demand", '{');
  cli_json_count (j, "out", d->out);
  cli_json_count (j, "in", d->in);
  cli_json_count (j, "height", d->kh);
  cli_json_count (j, "width", d->kw);
  cli_json_count (j, "rank_out", d->rank_out);
  cli_json_count (j, "rank_in", d->rank_in);
  cli_json_count (j, "rank_function", d->rank_function);
  cli_json_count (j, "rank_rows", d->rank_rows);
  cli_json_count (j, "rank_columns", d->rank_columns);
  cli_json_count (j, "rank_corner", d->rank_corner);
  cli_json_close (j, '}');
}

static void
print_json (const answer *a, const options *o)
{
  cli_json j = { .out = stdout };
  cli_json_open (&j, NULL, '{');
  cli_json_text (&j, "file", o->module);
  cli_json_text (&j, "certificate", o->certificate);
  cli_json_text (&j, "answer", a->verdict.accepted ? "accepted" : "refused");
  if (a->claim)
    cli_json_text (&j, "claim", mm_claim_name (a->claim));
  if (a->claim == MM_CLAIM_COMPLEXITY)
    cli_json_count (&j, "complexity", a->complexity);
  if (a->demand.out)
    put_demand (&j, &a->demand);
  if (a->line)
    cli_json_count (&j, "line", a->line);
  if (!a->verdict.accepted)
    cli_json_text (&j, "reason", a->verdict.reason);
  cli_json_close (&j, '}');
  cli_json_end (&j);
}

static void
print_plain (const answer *a)
{
  if (a->verdict.accepted)
    puts ("accepted");
  else if (a->line)
    printf ("refused: line %llu: %s\n", (unsigned long long) a->line, a->verdict.reason);
  else
    printf ("refused: %s\n", a->verdict.reason);
}

/* What to end with, once all that was printed has arrived.  */
static int
finish (int code)
{
  if (!fflush (stdout) && !ferror (stdout))
    return code;
  fprintf (stderr, "modmorph-check: standard output: %s\n", strerror (errno));
  return NO_ANSWER;
}

static int
give (const answer *a, const options *o)
{
  if (o->json)
    print_json (a, o);
  else if (!o->quiet)
    print_plain (a);
  return finish (a->verdict.accepted ? ACCEPTED : REFUSED);
}

/* Read the certificate; a malformed one is refused, which is an answer: *c is then NULL.  */
static mm_status
read_certificate (const char *path, mm_certificate **c, answer *a, mm_error *err)
{
  mm_text text;
  *c = NULL;
  mm_status status = mm_text_read (path, &text, err);
  if (status)
    return status;
  status = mm_certificate_read (text.data, text.length, path, c, err);
  mm_text_clear (&text);
  if (status != MM_EPARSE)
    return status;
  a->line = err->line;
  snprintf (a->verdict.reason, sizeof a->verdict.reason, "%.*s", (int) sizeof a->verdict.reason - 1, err->text);
  return MM_OK;
}

static mm_status
judge (const mm_module *m, const options *o, answer *a, mm_error *err)
{
  mm_certificate *c;
  mm_status status = read_certificate (o->certificate, &c, a, err);
  if (status || !c)
    return status;
  a->claim = c->claim;
  a->complexity = c->complexity;
  if (c->capacity)
    a->demand = c->capacity->demand;
  status = mm_check (m, c, &a->verdict);
  mm_certificate_free (c);
  if (status)
    err->file = NULL;
  return status ? mm_fail (err, status, 0, "%s", mm_status_text (status)) : MM_OK;
}

static int
run (const options *o)
{
  mm_error err = { .status = MM_OK };
  mm_module *m;
  answer a = { .line = 0 };
  if (mm_read_module (o->module, &m, &err))
    return complain (&err);
  const mm_status status = judge (m, o, &a, &err);
  mm_module_free (m);
  return status ? complain (&err) : give (&a, o);
}

static int
misused (const char *what, const char *which)
{
  fprintf (stderr, "modmorph-check: %s%s; see modmorph-check --help\n", what, which);
  return NO_ANSWER;
}

int
main (int argc, char **argv)
{
  static const struct option known[] = {
    { "json", no_argument, NULL, 'j' },    { "quiet", no_argument, NULL, 'q' }, { "help", no_argument, NULL, 'h' },
    { "version", no_argument, NULL, 'v' }, { NULL, 0, NULL, 0 },
  };
  options o = { .json = false };
  opterr = 0;
  for (int c; (c = getopt_long (argc, argv, "hq", known, NULL)) != -1;)
    switch (c)
      {
      case 'j': o.json = true; break;
      case 'q': o.quiet = true; break;
      case 'h': fputs (help_text, stdout); return finish (0);
      case 'v': puts ("modmorph-check " PACKAGE_VERSION); return finish (0);
      default: return misused (optopt && strchr (argv[optind - 1], '=') ? "no value is taken: " : "unknown option ", argv[optind - 1]);
      }
  if (argc - optind != 2)
    return misused ("two files are needed: a module and a certificate", "");
  if (!strcmp (argv[optind], "-"))
    return misused ("only the certificate is read from standard input: name the file of the module", "");
  o.module = argv[optind];
  o.certificate = argv[optind + 1];
  return run (&o);
}
