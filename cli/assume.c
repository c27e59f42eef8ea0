/* cli/assume.c: what a promise about weights takes for granted.  */
#include "cli/assume.h"

#include <stdio.h>

#include "cli/report.h"

/* How many are named before the rest is only counted.  */
enum { NAMED = 6 };

static bool
is_end (const mm_module *m, mm_blob v)
{
  return v == mm_module_source (m) || v == mm_module_sink (m);
}

/* The activation (the norm) of an end of the module that is none of its own; NULL: there is none.  */
static const char *
activation_outside (const mm_module *m, mm_blob v)
{
  return is_end (m, v) && mm_module_activation (m, v) != MM_ACTIVATION_NONE ? mm_module_blob_info (m, v).activation : NULL;
}

static const char *
norm_outside (const mm_module *m, mm_blob v)
{
  return is_end (m, v) && !mm_module_normalises_blob (m, v) ? mm_module_blob_norm (m, v) : NULL;
}

/* Whether a blob has something inside that has to start as the identity.  */
static bool
is_assumed (const mm_module *m, mm_blob v)
{
  const bool activation = !is_end (m, v) && mm_module_activation (m, v) != MM_ACTIVATION_NONE;
  return activation || mm_module_normalises_blob (m, v);
}

bool
cli_assumes (const mm_module *m)
{
  bool some = false;
  for (mm_blob v = 0; v < mm_module_blobs (m) && !some; v++)
    some = is_assumed (m, v);
  for (mm_layer e = 0; e < mm_module_layers (m) && !some; e++)
    some = mm_module_normalises_layer (m, e);
  return some;
}

static void
put_next (uint32_t *count, const char *what, const char *name)
{
  if ((*count)++ >= NAMED)
    return;
  fputs (*count == 1 ? "  assumes   that activation and norm are the identity at " : ", ", stdout);
  fputs (what, stdout);
  cli_put_name (stdout, name);
}

static void
put_outside (const mm_module *m, mm_blob v, const char *what, const char *value, const char *where)
{
  char name[MM_NAME_BUFFER];
  if (!value)
    return;
  printf ("  outside   the %s ", what);
  cli_put_name (stdout, value);
  fputs (" of ", stdout);
  cli_put_name (stdout, mm_module_blob_name (m, v, name));
  printf (" %s the module\n", where);
}

void
cli_put_outside (const mm_module *m)
{
  const mm_blob s = mm_module_source (m), t = mm_module_sink (m);
  put_outside (m, s, "norm", norm_outside (m, s), "comes before");
  put_outside (m, s, "activation", activation_outside (m, s), "comes before");
  put_outside (m, t, "norm", norm_outside (m, t), "comes after");
  put_outside (m, t, "activation", activation_outside (m, t), "comes after");
}

/* A blob inside whose activation never is the identity, or MM_NONE.  */
static mm_blob
never_identity (const mm_module *m)
{
  for (mm_blob v = 0; v < mm_module_blobs (m); v++)
    if (mm_module_activation (m, v) == MM_ACTIVATION_REAL && !is_end (m, v))
      return v;
  return MM_NONE;
}

void
cli_put_assumptions (const mm_module *m)
{
  char name[MM_NAME_BUFFER];
  uint32_t count = 0;
  for (mm_blob v = 0; v < mm_module_blobs (m); v++)
    if (is_assumed (m, v))
      put_next (&count, "", mm_module_blob_name (m, v, name));
  for (mm_layer e = 0; e < mm_module_layers (m); e++)
    if (mm_module_normalises_layer (m, e))
      put_next (&count, "layer ", mm_module_layer_name (m, e, name));
  if (count > NAMED)
    printf (" and %u more", count - NAMED);
  if (count > 0)
    puts ("\n            (a PReLU of slope 1, a batch norm with gamma = sqrt (var + eps), beta = mean)");
  const mm_blob never = never_identity (m);
  if (never != MM_NONE)
    {
      fputs ("            (the activation ", stdout);
      cli_put_name (stdout, mm_module_blob_info (m, never).activation);
      fputs (" of ", stdout);
      cli_put_name (stdout, mm_module_blob_name (m, never, name));
      puts (" never is: morph wants a parametric one)");
    }
  cli_put_outside (m);
}

void
cli_json_outside (cli_json *j, const mm_module *m)
{
  const mm_blob s = mm_module_source (m), t = mm_module_sink (m);
  if (activation_outside (m, s))
    cli_json_text (j, "activation_before", activation_outside (m, s));
  if (norm_outside (m, s))
    cli_json_text (j, "norm_before", norm_outside (m, s));
  if (activation_outside (m, t))
    cli_json_text (j, "activation_after", activation_outside (m, t));
  if (norm_outside (m, t))
    cli_json_text (j, "norm_after", norm_outside (m, t));
}

void
cli_json_assumptions (cli_json *j, const mm_module *m)
{
  char name[MM_NAME_BUFFER];
  uint32_t layers = 0;
  cli_json_open (j, "assumes_identity", '[');
  for (mm_blob v = 0; v < mm_module_blobs (m); v++)
    if (is_assumed (m, v))
      cli_json_text (j, NULL, mm_module_blob_name (m, v, name));
  cli_json_close (j, ']');
  for (mm_layer e = 0; e < mm_module_layers (m); e++)
    if (mm_module_normalises_layer (m, e))
      {
        if (layers++ == 0)
          cli_json_open (j, "assumes_identity_layers", '[');
        cli_json_text (j, NULL, mm_module_layer_name (m, e, name));
      }
  if (layers)
    cli_json_close (j, ']');
  cli_json_outside (j, m);
}
