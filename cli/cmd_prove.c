/* cli/cmd_prove.c: a certificate for the verdict.  */
#include "cli/apart.h"
#include "cli/cli.h"
#include "cli/input.h"
#include "cli/json.h"
#include "cli/options.h"
#include "cli/output.h"
#include "cli/report.h"
#include "prove/complexity.h"
#include "prove/make.h"

static mm_status
write_certificate (FILE *out, void *context)
{
  return mm_certificate_write (context, out);
}

static const char *
vertex_name (const mm_module *m, const mm_certificate *c, uint32_t vertex, char buffer[MM_NAME_BUFFER])
{
  return mm_module_blob_name (m, c->blob[vertex - 1], buffer);
}

/* Why a certificate says nothing about the complexity. @param any_core  whether all cores were to be measured */
static const char *
left_out (bool any_core)
{
  return any_core ? "left out: the core is too large" : "left out; --complexity computes it";
}

static void
put_text (const char *path, const char *output, const mm_module *m, const mm_certificate *c, bool any_core)
{
  char name[MM_NAME_BUFFER];
  cli_put_name (stdout, path);
  if (c->claim == MM_CLAIM_SIMPLE)
    printf (": simple (%zu step%s to one layer)", c->steps, cli_plural (c->steps));
  else
    {
      if (c->claim == MM_CLAIM_COMPLEXITY)
        printf (": complex (reduction complexity %u; bridge", c->complexity);
      else
        printf (": complex (reduction complexity %s; bridge", left_out (any_core));
      for (int i = 0; i < 4; i++)
        {
          fputc (' ', stdout);
          cli_put_name (stdout, vertex_name (m, c, c->branch[i], name));
        }
      fputc (')', stdout);
    }
  fputs ("; certificate written to ", stdout);
  cli_put_name (stdout, output);
  fputc ('\n', stdout);
}

static void
put_json (const char *path, const char *output, const mm_module *m, const mm_certificate *c, bool any_core)
{
  char name[MM_NAME_BUFFER];
  cli_json j = { .out = stdout };
  cli_json_open (&j, NULL, '{');
  cli_json_text (&j, "file", path);
  cli_json_text (&j, "answer", c->claim == MM_CLAIM_SIMPLE ? "simple" : "complex");
  if (c->claim == MM_CLAIM_SIMPLE)
    cli_json_count (&j, "steps", c->steps);
  else
    {
      cli_json_open (&j, "bridge", '[');
      for (int i = 0; i < 4; i++)
        cli_json_text (&j, NULL, vertex_name (m, c, c->branch[i], name));
      cli_json_close (&j, ']');
      if (c->claim == MM_CLAIM_COMPLEXITY)
        cli_json_count (&j, "complexity", c->complexity);
      else
        {
          cli_json_text (&j, "complexity", NULL);
          cli_json_text (&j, "reason", left_out (any_core));
        }
    }
  cli_json_text (&j, "certificate", output);
  cli_json_close (&j, '}');
  cli_json_end (&j);
}

static int
prove (const mm_module *m, const char *path, const char *output, bool any_core, bool json)
{
  mm_error err = { .file = path };
  mm_certificate *c;
  if (mm_prove (m, any_core ? UINT32_MAX : MM_COMPLEXITY_BLOBS, &c, &err))
    return cli_failed (&err, path);
  const bool written = cli_write (output, write_certificate, c);
  if (written && json)
    put_json (path, output, m, c, any_core);
  else if (written && !cli_is_stdout (output))
    put_text (path, output, m, c, any_core);
  mm_certificate_free (c);
  return written ? CLI_YES : CLI_CANNOT;
}

int
cli_run_prove (int argc, char **argv)
{
  const char *output = "-";
  bool json = false, quiet = false, any_core = false;
  const cli_target targets[] = {
    CLI_TARGET ("output", &output),
    CLI_TARGET ("complexity", &any_core),
    CLI_TARGET ("json", &json),
    CLI_TARGET ("quiet", &quiet),
    CLI_TARGETS_END
  };
  int code;
  if (!cli_parse (&cli_prove, targets, &argc, &argv, &code))
    return code;
  const cli_named files[] = { { CLI_READS, argv[0] }, { CLI_WRITES, output } };
  if (!cli_are_apart (files, 2, json))
    return CLI_CANNOT;
  mm_module *m = cli_module (argv[0]);
  code = m ? prove (m, argv[0], output, any_core, json) : CLI_CANNOT;
  mm_module_free (m);
  return code;
}
