/* cli/cmd_classify.c: simple or complex?  */
#include "config.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cli/cli.h"
#include "cli/input.h"
#include "cli/json.h"
#include "cli/notes.h"
#include "cli/options.h"
#include "cli/report.h"
#include "graph/read.h"
#include "graph/refusal.h"
#include "prove/complexity.h"

/* One run over all files.  */
typedef struct batch
{
  mm_reducer *reducer; /* one for all modules */
  mm_measure *measure; /* the same */
  mm_refusal *refusal; /* of the module at hand, if it is none */
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

/* What an answer is about: a file, or the module of that name in it.  */
typedef struct subject
{
  const char *file;
  const char *name;  /* NULL: it has one module */
  const char *label; /* what it is called in text */
} subject;

static void
open_json_answer (cli_json *j, const subject *about, const char *answer)
{
  cli_json_open (j, NULL, '{');
  cli_json_text (j, "file", about->file);
  if (about->name)
    cli_json_text (j, "name", about->name);
  cli_json_text (j, "answer", answer);
}

static void
put_json_answer (const subject *about, const mm_module *m, const finding *f)
{
  cli_json j = { .out = stdout };
  open_json_answer (&j, about, mm_core_is_simple (&f->core) ? "simple" : "complex");
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

/* Decide one module and say so.  */
static void
answer (batch *job, const subject *about, const mm_module *m)
{
  finding f;
  if (find_out (job, m, &f))
    {
      cli_progress_end (&job->progress);
      cli_complain_of (about->label, "out of memory");
      job->failed = true;
      return;
    }
  if (job->json)
    put_json_answer (about, m, &f);
  else
    put_text_answer (about->label, &f);
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
  const char *text = cli_error_text (err);
  return strncmp (text, known, sizeof known - 1) == 0 ? text + sizeof known - 1 : text;
}

/* All that is wrong with the graph.  */
static void
put_json_refusal (cli_json *j, const mm_refusal *r)
{
  static const struct
  {
    mm_refused list;
    const char *name;
  } lists[] = {
    { MM_REFUSED_SOURCES, "sources" }, { MM_REFUSED_SINKS, "sinks" },           { MM_REFUSED_ISOLATED, "isolated" },
    { MM_REFUSED_CYCLE, "cycle" },     { MM_REFUSED_SELF_LOOPS, "self_loops" },
  };
  char name[MM_NAME_BUFFER];
  for (size_t i = 0; i < sizeof lists / sizeof *lists; i++)
    {
      cli_json_open (j, lists[i].name, '[');
      for (uint32_t k = 0; k < mm_refusal_count (r, lists[i].list); k++)
        cli_json_text (j, NULL, mm_refusal_name (r, lists[i].list, k, name));
      cli_json_close (j, ']');
    }
  cli_json_count (j, "parts", mm_refusal_parts (r));
}

static void
put_json_flaw (const subject *about, const mm_error *err)
{
  cli_json j = { .out = stdout };
  open_json_answer (&j, about, kind_of (err));
  if (err->status == MM_ENOTMODULE)
    cli_json_text (&j, "flaw", mm_flaw_name (err->flaw));
  if (err->line > 0)
    cli_json_count (&j, "line", err->line);
  cli_json_text (&j, "reason", reason_of (err));
  if (err->status == MM_ENOTMODULE && mm_refusal_is_filled (err->refusal))
    put_json_refusal (&j, err->refusal);
  cli_json_close (&j, '}');
  cli_json_end (&j);
}

/* What is no module gets its line on stderr; one of several also keeps its place among
   the answers.  */
static void
answer_bad (batch *job, const subject *about, const mm_error *err)
{
  job->failed = true;
  cli_progress_end (&job->progress);
  cli_failed (err, about->file);
  if (job->json)
    put_json_flaw (about, err);
  else if (about->name)
    {
      cli_put_name (stdout, about->label);
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
      mm_refusal_ask (job->refusal, &err);
      const mm_status s = mm_jsonl_next (lines, &m, &name, &err);
      const subject about = { path, name, name };
      if (s == MM_OK)
        answer (job, &about, m);
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
          answer_bad (job, &about, &err);
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

/* An answer, whatever came of reading.  Takes m, which may be NULL on an error.  */
static void
answer_read (batch *job, const subject *about, mm_status s, mm_module *m, const mm_error *err)
{
  if (s)
    answer_bad (job, about, err);
  else
    {
      cli_progress_end (&job->progress);
      cli_put_notes (about->label, m);
      answer (job, about, m);
      mm_module_free (m);
    }
}

/* Answer every graph.  @return MM_ENOMEM when there could be no more  */
static mm_status
classify_graphs (batch *job, const char *path, mm_dot_stream *graphs)
{
  mm_status s;
  do
    {
      mm_module *m = NULL;
      const char *name;
      char *label = NULL;
      mm_error err = { .file = path };
      mm_refusal_ask (job->refusal, &err);
      s = mm_dot_stream_next (graphs, &m, &name, &err);
      if (s == MM_END)
        return MM_OK;
      if (name && asprintf (&label, "%s#%s", path, name) < 0)
        {
          mm_module_free (m);
          return MM_ENOMEM;
        }
      const subject about = { path, name, label ? label : path };
      answer_read (job, &about, s, m, &err);
      free (label);
    }
  while (!ferror (stdout) && s != MM_ENOMEM);
  return MM_OK;
}

/* Answer what was opened.  */
static mm_status
classify_source (batch *job, const char *path, const cli_source *source, mm_error *err)
{
  mm_status s = MM_OK;
  mm_jsonl *lines = source->lines ? mm_jsonl_new (source->lines, path) : NULL;
  mm_dot_stream *graphs = source->format == MM_TEXT_DOT
                              ? mm_dot_stream_new (source->text.data, source->text.length, path)
                              : NULL;
  if (lines)
    classify_lines (job, path, lines);
  else if (graphs)
    s = classify_graphs (job, path, graphs);
  else if (source->lines || source->format == MM_TEXT_DOT)
    s = MM_ENOMEM;
  else
    {
      mm_module *m = NULL;
      const subject about = { path, NULL, path };
      const mm_status read = mm_read_text (source->text.data, source->text.length, path, NULL, &m, err);
      answer_read (job, &about, read, m, err);
    }
  mm_dot_stream_free (graphs);
  mm_jsonl_free (lines);
  return s ? mm_fail_memory (err) : MM_OK;
}

/* Answer a FILE, whatever it holds; FILE#NAME is one of its modules.  */
static void
classify (batch *job, const char *path)
{
  const subject about = { path, NULL, path };
  mm_error err = { .file = path };
  mm_refusal_ask (job->refusal, &err);
  mm_module *m = NULL;
  if (strcmp (path, "-") != 0 && mm_path_file (path))
    {
      const mm_status s = cli_read_module (path, &m, &err);
      answer_read (job, &about, s, m, &err);
      return;
    }
  cli_source source;
  mm_status s = cli_source_open (path, &source, &err);
  if (!s)
    s = classify_source (job, path, &source, &err);
  if (s)
    answer_bad (job, &about, &err);
  cli_source_close (&source);
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
  job.refusal = mm_refusal_new ();
  if (!job.reducer || !job.measure || !job.refusal)
    {
      mm_refusal_free (job.refusal);
      mm_reducer_free (job.reducer);
      mm_measure_free (job.measure);
      return cli_no_memory ();
    }
  cli_progress_start (&job.progress, job.quiet);
  for (int i = 0; i < argc; i++)
    classify (&job, argv[i]);
  cli_progress_end (&job.progress);
  mm_reducer_free (job.reducer);
  mm_measure_free (job.measure);
  mm_refusal_free (job.refusal);
  return job.failed ? CLI_CANNOT : job.complex ? CLI_NO : CLI_YES;
}
