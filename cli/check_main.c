/* cli/check_main.c: the program modmorph-check.

   It is linked with graph/ and the judge (libcheck) only, and with json.c for its output, so
   that it shares no code with what makes certificates.  */
#include "config.h"

#include <errno.h>
#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cli/check_wanted.h"
#include "cli/json.h"
#include "graph/read.h"
#include "graph/spell.h"
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
  mm_wanted wanted;
  bool claim_given, shape_given, bytes_given;
  uint64_t max_bytes; /* of each file */
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
  char statement[MM_STATEMENT_TEXT];
} answer;

static const char help_text[] =
  "Usage: modmorph-check [OPTION]... FILE CERT\n"
  "\n"
  "Does the certificate CERT prove what it claims about the module in FILE?\n"
  "\n"
  "FILE is a module: .dot, .gv, .edges, or .jsonl with one line.  CERT is what\n"
  "'modmorph prove FILE -o CERT' wrote; '-' reads it from standard input.\n"
  "\n"
  "Prints 'accepted: ' and what was accepted, or 'refused: ' and the reason.  It accepts\n"
  "  simple          the series and parallel steps that reduce the module to one\n"
  "                  layer; every step is replayed and checked\n"
  "  complex         a Wheatstone bridge in the module's layers; its five paths are\n"
  "                  followed and must meet in their ends only\n"
  "  complexity K    a bridge, a reduction to one layer with K node reductions, and\n"
  "                  chains of blobs from which follows that no reduction has fewer\n"
  "  feasible for a generic COxCI KHxKW    (output and input channels, kernel)\n"
  "                  a plan by which the module holds every convolution of that shape;\n"
  "                  'for rank R of a COxCI KHxKW': those whose ranks are no greater\n"
  "  infeasible for a generic COxCI KHxKW\n"
  "                  a cut too narrow for all that have the ranks of a generic one;\n"
  "                  'for rank R ... of a COxCI KHxKW': whose rank, so measured, is R or more\n"
  "The certificate repeats the module, which must be the one in FILE.  This program shares\n"
  "no code with the one that makes certificates, and trusts no number in them.\n"
  "\n"
  "  --claim CLAIM      accept this alone: simple, complex, complexity, 'complexity K',\n"
  "                     feasible or infeasible ('complexity K' shows 'complex', too)\n"
  "  --shape CO,CI,K    accept this shape alone, with the ranks of a generic convolution;\n"
  "                     K may be KHxKW\n"
  "  --max-bytes N      read no file that is longer (default 1G; k, M and G are 2^10,\n"
  "                     2^20 and 2^30)\n"
  "  --json             print one JSON object: answer, claim, and reason when refused\n"
  "  --quiet            print nothing; the exit status is the answer\n"
  "  --help             this text\n"
  "  --version          the version\n"
  "\n"
  "Exit status: 0 accepted; 1 refused, also when CERT is malformed, truncated or about\n"
  "something else; 2 no answer: FILE is no module, a file cannot be read or is too long,\n"
  "or memory ran out.\n"
  "\n"
  "Example:\n"
  "  modmorph prove bridge.dot -o bridge.cert\n"
  "  modmorph-check bridge.dot bridge.cert --claim complex\n";

/* One line, the file first.  */
static int
complain (const mm_error *err)
{
  static const char verb[] = "cannot read ";
  const bool file_follows = !err->file && !strncmp (err->text, verb, strlen (verb));
  fputs ("modmorph-check: ", stderr);
  if (err->file)
    mm_spell_put_name (stderr, err->file);
  if (err->file && err->line)
    fprintf (stderr, ":%llu", (unsigned long long) err->line);
  fprintf (stderr, "%s%s%s\n", err->file ? ": " : "", err->text + (file_follows ? strlen (verb) : 0),
           file_follows && err->status == MM_ELIMIT ? "; --max-bytes allows more" : "");
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
  if (a->claim)
    cli_json_text (&j, "statement", a->statement);
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
    printf ("accepted: %s\n", a->statement);
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
read_certificate (const options *o, mm_certificate **c, answer *a, mm_error *err)
{
  mm_text text;
  *c = NULL;
  mm_status status = mm_text_read_within (o->certificate, o->max_bytes, &text, err);
  if (status)
    return status;
  status = mm_certificate_read (text.data, text.length, o->certificate, c, err);
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
  mm_status status = read_certificate (o, &c, a, err);
  if (status || !c)
    return status;
  a->claim = c->claim;
  a->complexity = c->complexity;
  if (c->capacity)
    a->demand = c->capacity->demand;
  mm_check_statement (c, a->statement);
  if (mm_check_wanted (c, &o->wanted, &a->verdict))
    status = mm_check (m, c, &a->verdict);
  mm_certificate_free (c);
  return status ? mm_fail (err, status, 0, "%s", mm_status_text (status)) : MM_OK;
}

static int
run (const options *o)
{
  mm_error err = { .status = MM_OK };
  mm_module *m;
  answer a = { .line = 0 };
  if (mm_read_module_within (o->module, o->max_bytes, &m, &err))
    return complain (&err);
  const mm_status status = judge (m, o, &a, &err);
  mm_module_free (m);
  return status ? complain (&err) : give (&a, o);
}

static int
misused (const char *what, const char *which)
{
  fprintf (stderr, "modmorph-check: %s", what);
  mm_spell_put_text (stderr, which);
  fputs ("; see modmorph-check --help\n", stderr);
  return NO_ANSWER;
}

/* An option that wants a value, and has one. @return whether it makes sense */
static bool
take_value (options *o, int option, const char *value)
{
  switch (option)
    {
    case 'c': return cli_read_wanted_claim (value, &o->wanted);
    case 's': return cli_read_wanted_shape (value, &o->wanted);
    default: return cli_read_bytes (value, &o->max_bytes);
    }
}

static int
misused_value (int option, const char *value)
{
  return misused (option == 'c'   ? "--claim is simple, complex, complexity, 'complexity K', feasible or infeasible, not "
                  : option == 's' ? "--shape is CO,CI,K or CO,CI,KHxKW with an odd kernel, not "
                                  : "--max-bytes is a number, perhaps with k, M or G behind it, not ",
                  value);
}

/* Whether an option that takes a value has one already; two could not both count.  */
static bool
is_second (options *o, int option)
{
  bool *given = option == 'c' ? &o->claim_given : option == 's' ? &o->shape_given : &o->bytes_given;
  const bool second = *given;
  *given = true;
  return second;
}

static int
misused_option (char **argv)
{
  const char *said = argv[optind - 1];
  if (optopt == 'c' || optopt == 's' || optopt == 'm')
    return misused ("a value is missing behind ", said);
  return misused (optopt && strchr (said, '=') ? "no value is taken: " : "unknown option ", said);
}

static int
judge_operands (options *o, int count, char **operand)
{
  if (count != 2)
    return misused ("two files are needed: a module and a certificate", "");
  if (!strcmp (operand[0], "-"))
    return misused ("only the certificate is read from standard input: name the file of the module", "");
  const mm_claim claim = o->wanted.claim;
  if (o->wanted.shape.out && claim && claim != MM_CLAIM_FEASIBLE && claim != MM_CLAIM_INFEASIBLE)
    return misused ("--shape is about the claims feasible and infeasible, not about ", mm_claim_name (claim));
  o->module = operand[0];
  o->certificate = operand[1];
  return run (o);
}

int
main (int argc, char **argv)
{
  static const struct option known[] = {
    { "claim", required_argument, NULL, 'c' }, { "shape", required_argument, NULL, 's' },
    { "max-bytes", required_argument, NULL, 'm' },
    { "json", no_argument, NULL, 'j' },    { "quiet", no_argument, NULL, 'q' }, { "help", no_argument, NULL, 'h' },
    { "version", no_argument, NULL, 'v' }, { NULL, 0, NULL, 0 },
  };
  options o = { .max_bytes = (uint64_t) 1 << 30 };
  opterr = 0;
  for (int c; (c = getopt_long (argc, argv, "hq", known, NULL)) != -1;)
    switch (c)
      {
      case 'c':
      case 's':
      case 'm':
        if (is_second (&o, c))
          return misused ("can be given only once: ", c == 'c' ? "--claim" : c == 's' ? "--shape" : "--max-bytes");
        if (!take_value (&o, c, optarg))
          return misused_value (c, optarg);
        break;
      case 'j': o.json = true; break;
      case 'q': o.quiet = true; break;
      case 'h': fputs (help_text, stdout); return finish (0);
      case 'v': puts ("modmorph-check " PACKAGE_VERSION); return finish (0);
      default: return misused_option (argv);
      }
  return judge_operands (&o, argc - optind, argv + optind);
}
