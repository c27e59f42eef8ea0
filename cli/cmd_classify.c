/* cli/cmd_classify.c: simple or complex?  */
#include <ctype.h>
#include <string.h>

#include "cli/cli.h"
#include "cli/input.h"
#include "cli/json.h"
#include "cli/notes.h"
#include "cli/options.h"
#include "cli/report.h"
#include "graph/read.h"
#include "prove/complexity.h"

/* One run over all files.  */
typedef struct batch
{
  mm_reducer *reducer; /* one for all modules */
  mm_measure *measure; /* the same */
  bool json, quiet;
  bool any_core; /* measure cores of any size */
  cli_progress progress;
  uint64_t answered, complex;
  bool failed; /* something was no module, or could not be read */
} batch;

/* What is found out about a module.  */
typedef struct finding
{
  mm_core core;
  uint32_t complexity;
  const char *left_out; /* why there is no complexity, or NULL */
} finding;

/* Decide a module, and measure it unless that would take long.  */
static mm_status
find_out (const batch *job, const mm_module *m, finding *f)
{
  mm_complexity x = { .k = 0 };
  mm_status s = mm_reduce_to_core (job->reducer, m, NULL, &f->core);
  f->left_out = NULL;
  if (!s && !mm_core_is_simple (&f->core))
    {
      if (f->core.blobs > MM_COMPLEXITY_BLOBS && !job->any_core)
        f->left_out = "left out; --complexity computes it";
      else
        s = mm_complexity_find (job->measure, m, &f->core, MM_COMPLEXITY_BYTES, &x);
      if (s == MM_ELIMIT)
        f->left_out = "left out: the core is too large";
    }
  f->complexity = x.k;
  return s == MM_ELIMIT ? MM_OK : s;
}

static void
put_text_answer (const char *name, const finding *f)
{
  cli_put_name (stdout, name);
  if (mm_core_is_simple (&f->core))
    fputs (": simple\n", stdout);
  else if (f->left_out)
    printf (": complex (core %u blobs, %u layers; reduction complexity %s)\n", f->core.blobs, f->core.layers,
            f->left_out);
  else
    printf (": complex (core %u blobs, %u layers; reduction complexity %u)\n", f->core.blobs, f->core.layers,
            f->complexity);
}

/* Where an answer belongs: the file, and the module's name inside a stream.  */
static void
open_json_answer (cli_json *j, const char *file, const char *name, const char *answer)
{
  cli_json_open (j, NULL, '{');
  cli_json_text (j, "file", file);
  if (name)
    cli_json_text (j, "name", name);
  cli_json_text (j, "answer", answer);
}

static void
put_json_answer (const char *file, const char *name, const mm_module *m, const finding *f)
{
  cli_json j = { .out = stdout };
  open_json_answer (&j, file, name, mm_core_is_simple (&f->core) ? "simple" : "complex");
  cli_json_open (&j, "core", '{');
  cli_json_count (&j, "blobs", f->core.blobs);
  cli_json_count (&j, "layers", f->core.layers);
  cli_json_close (&j, '}');
  if (f->left_out)
    {
      cli_json_text (&j, "complexity", NULL);
      cli_json_text (&j, "reason", f->left_out);
    }
  else
    cli_json_count (&j, "complexity", f->complexity);
  cli_json_notes (&j, m);
  cli_json_close (&j, '}');
  cli_json_end (&j);
}

/* Decide one module and say so. @param name  of a module of a stream, else NULL */
static void
answer (batch *job, const char *file, const char *name, const mm_module *m)
{
  finding f;
  if (find_out (job, m, &f))
    {
      cli_progress_end (&job->progress);
      cli_complain_of (name ? name : file, "out of memory");
      job->failed = true;
      return;
    }
  if (job->json)
    put_json_answer (file, name, m, &f);
  else
    put_text_answer (name ? name : file, &f);
  job->complex += !mm_core_is_simple (&f.core);
  cli_progress_count (&job->progress, ++job->answered, "modules");
}

static const char *
kind_of (const mm_error *err)
{
  return err->status == MM_ENOTMODULE ? "not a module" : "unreadable";
}

/* The sentence without the words that the answer says already.  */
static const char *
reason_of (const mm_error *err)
{
  static const char known[] = "not a module: ";
  return strncmp (err->text, known, sizeof known - 1) == 0 ? err->text + sizeof known - 1 : err->text;
}

static void
put_json_flaw (const char *file, const char *name, const mm_error *err)
{
  cli_json j = { .out = stdout };
  open_json_answer (&j, file, name, kind_of (err));
  if (err->status == MM_ENOTMODULE)
    cli_json_text (&j, "flaw", mm_flaw_name (err->flaw));
  if (err->line > 0)
    cli_json_count (&j, "line", err->line);
  cli_json_text (&j, "reason", reason_of (err));
  cli_json_close (&j, '}');
  cli_json_end (&j);
}

/* What is no module gets its line on stderr; in a stream it also keeps its place among
   the answers.  */
static void
answer_bad (batch *job, const char *file, const char *name, const mm_error *err)
{
  job->failed = true;
  cli_progress_end (&job->progress);
  cli_failed (err, file);
  if (job->json)
    put_json_flaw (file, name, err);
  else if (name)
    {
      cli_put_name (stdout, name);
      printf (": %s: %s\n", kind_of (err), reason_of (err));
    }
}

/* Answer every line; stop at the end, or when stdout or the input breaks.  */
static void
classify_lines (batch *job, const char *path, mm_jsonl *lines)
{
  const uint64_t before = job->answered;
  bool any_bad = false;
  while (!ferror (stdout))
    {
      mm_module *m = NULL;
      const char *name = "";
      mm_error err = { .file = path };
      const mm_status s = mm_jsonl_next (lines, &m, &name, &err);
      if (s == MM_OK)
        answer (job, path, name, m);
      else if (s == MM_EIO || s == MM_ENOMEM)
        {
          cli_failed (&err, path);
          job->failed = true;
          return;
        }
      else if (s == MM_END)
        break;
      else
        {
          answer_bad (job, path, name, &err);
          any_bad = true;
        }
      mm_module_free (m);
    }
  if (job->answered == before && !any_bad && !ferror (stdout))
    {
      cli_complain_of (path, "there is no module in it");
      job->failed = true;
    }
}

/* Say once what would else be an error for each line and no more.  */
static void
hint_at_files (FILE *in)
{
  const int c = getc (in);
  if (c == EOF)
    {
      if (ferror (in))
        clearerr (in); /* left for the first real read to find */
      return;
    }
  ungetc (c, in);
  if (isalnum (c) || c == '/' || c == '#')
    cli_complain ("-: JSON lines are read here, one module a line; what is DOT or .edges needs a file with a name");
}

static void
classify_stream (batch *job, const char *path)
{
  mm_error err = { .status = MM_OK };
  FILE *in = cli_open_stream (path, &err);
  mm_jsonl *lines = in ? mm_jsonl_new (in, path) : NULL;
  if (in && !lines)
    mm_fail_memory (&err);
  if (lines && strcmp (path, "-") == 0)
    hint_at_files (in);
  if (lines)
    classify_lines (job, path, lines);
  else
    answer_bad (job, path, NULL, &err);
  mm_jsonl_free (lines);
  if (in)
    fclose (in);
}

static void
classify_file (batch *job, const char *path)
{
  mm_error err = { .status = MM_OK };
  mm_module *m;
  if (cli_read_module (path, &m, &err))
    answer_bad (job, path, NULL, &err);
  else
    {
      cli_progress_end (&job->progress);
      cli_put_notes (path, m);
      answer (job, path, NULL, m);
    }
  mm_module_free (m);
}

int
cli_run_classify (int argc, char **argv)
{
  batch job = { .failed = false };
  const cli_target targets[] = {
    CLI_TARGET ("complexity", &job.any_core),
    CLI_TARGET ("json", &job.json),
    CLI_TARGET ("quiet", &job.quiet),
    CLI_TARGETS_END
  };
  int code;
  if (!cli_parse (&cli_classify, targets, &argc, &argv, &code))
    return code;

  job.reducer = mm_reducer_new ();
  job.measure = mm_measure_new ();
  if (!job.reducer || !job.measure)
    {
      mm_reducer_free (job.reducer);
      mm_measure_free (job.measure);
      return cli_no_memory ();
    }
  cli_progress_start (&job.progress, job.quiet);
  for (int i = 0; i < argc; i++)
    if (cli_is_stream (argv[i]))
      classify_stream (&job, argv[i]);
    else
      classify_file (&job, argv[i]);
  cli_progress_end (&job.progress);
  mm_reducer_free (job.reducer);
  mm_measure_free (job.measure);
  return job.failed ? CLI_CANNOT : job.complex ? CLI_NO : CLI_YES;
}
