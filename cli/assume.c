/* cli/assume.c: what a promise about weights takes for granted.  */
#include "cli/assume.h"

#include <stdio.h>

#include "cli/report.h"

/* How many are named before the rest is only counted.  */
enum { NAMED = 6 };

/* The activation of an end of the module that is none of its own; NULL: there is none.  */
static const char *
outside (const mm_module *m, mm_blob v)
{
  const bool end = v == mm_module_source (m) || v == mm_module_sink (m);
  return end && mm_module_activation (m, v) == MM_ACTIVATION_REAL ? mm_module_blob_info (m, v).activation : NULL;
}

/* Whether a blob has something that counts as the identity, and that no file is about.  */
static bool
is_assumed (const mm_module *m, const mm_weights *w, mm_blob v)
{
  const unsigned found = w ? w->blob_found[v] : 0;
  const bool activation = mm_module_activation (m, v) != MM_ACTIVATION_NONE && !(found & MM_FOUND_SLOPE);
  const bool norm = mm_module_blob_norm (m, v) && !(found & MM_FOUND_NORM);
  return (activation && !outside (m, v)) || norm;
}

static bool
layer_is_assumed (const mm_module *m, const mm_weights *w, mm_layer e)
{
  return mm_module_layer_norm (m, e) && !(w && (w->layer_found[e] & MM_FOUND_NORM));
}

bool
cli_assumes (const mm_module *m, const mm_weights *w)
{
  bool some = false;
  for (mm_blob v = 0; v < mm_module_blobs (m) && !some; v++)
    some = is_assumed (m, w, v);
  for (mm_layer e = 0; e < mm_module_layers (m) && !some; e++)
    some = layer_is_assumed (m, w, e);
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
put_outside (const mm_module *m, mm_blob v, const char *where)
{
  char name[MM_NAME_BUFFER];
  if (!outside (m, v))
    return;
  fputs ("  outside   the activation ", stdout);
  cli_put_name (stdout, outside (m, v));
  fputs (" of ", stdout);
  cli_put_name (stdout, mm_module_blob_name (m, v, name));
  printf (" %s the module\n", where);
}

/* A blob inside whose activation never is the identity, or MM_NONE.  */
static mm_blob
never_identity (const mm_module *m)
{
  for (mm_blob v = 0; v < mm_module_blobs (m); v++)
    if (mm_module_activation (m, v) == MM_ACTIVATION_REAL && !outside (m, v))
      return v;
  return MM_NONE;
}

void
cli_put_assumptions (const mm_module *m, const mm_weights *w)
{
  char name[MM_NAME_BUFFER];
  uint32_t count = 0;
  for (mm_blob v = 0; v < mm_module_blobs (m); v++)
    if (is_assumed (m, w, v))
      put_next (&count, "", mm_module_blob_name (m, v, name));
  for (mm_layer e = 0; e < mm_module_layers (m); e++)
    if (layer_is_assumed (m, w, e))
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
  put_outside (m, mm_module_source (m), "comes before");
  put_outside (m, mm_module_sink (m), "comes after");
}

void
cli_json_assumptions (cli_json *j, const mm_module *m, const mm_weights *w)
{
  char name[MM_NAME_BUFFER];
  uint32_t layers = 0;
  cli_json_open (j, "assumes_identity", '[');
  for (mm_blob v = 0; v < mm_module_blobs (m); v++)
    if (is_assumed (m, w, v))
      cli_json_text (j, NULL, mm_module_blob_name (m, v, name));
  cli_json_close (j, ']');
  for (mm_layer e = 0; e < mm_module_layers (m); e++)
    if (layer_is_assumed (m, w, e))
      {
        if (layers++ == 0)
          cli_json_open (j, "assumes_identity_layers", '[');
        cli_json_text (j, NULL, mm_module_layer_name (m, e, name));
      }
  if (layers)
    cli_json_close (j, ']');
  if (outside (m, mm_module_source (m)))
    cli_json_text (j, "activation_before", outside (m, mm_module_source (m)));
  if (outside (m, mm_module_sink (m)))
    cli_json_text (j, "activation_after", outside (m, mm_module_sink (m)));
}
