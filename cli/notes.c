/* cli/notes.c: what a module's file says that the module does not.  */
#include "cli/notes.h"

#include "cli/report.h"

static void
put_merged (const char *path, const mm_reading *r)
{
  if (r->strict)
    cli_complain ("%s: the graph is strict: %u layer%s between blobs that have one already %s left out", path, r->merged,
                  cli_plural (r->merged), r->merged == 1 ? "is" : "are");
  else
    cli_complain ("%s: %u layer%s with the ends and the key of an earlier one %s one with it, as in Graphviz; "
                  "to keep them apart give each its own key",
                  path, r->merged, cli_plural (r->merged), r->merged == 1 ? "is" : "are");
}

static void
put_hidden (const char *path, const mm_reading *r)
{
  if (r->hidden_layers && r->hidden_blobs)
    cli_complain ("%s: %u invisible layer%s and %u invisible blob%s (style=invis) are left out", path, r->hidden_layers,
                  cli_plural (r->hidden_layers), r->hidden_blobs, cli_plural (r->hidden_blobs));
  else if (r->hidden_layers + r->hidden_blobs == 1)
    cli_complain ("%s: 1 invisible %s (style=invis) is left out", path, r->hidden_layers ? "layer" : "blob");
  else
    cli_complain ("%s: %u invisible %ss (style=invis) are left out", path, r->hidden_layers + r->hidden_blobs,
                  r->hidden_layers ? "layer" : "blob");
}

void
cli_put_notes (const char *path, const mm_module *m)
{
  const mm_reading *r = mm_module_reading (m);
  if (r->merged)
    put_merged (path, r);
  if (r->hidden_layers || r->hidden_blobs)
    put_hidden (path, r);
}

static void
json_some (cli_json *j, const char *key, uint32_t count)
{
  if (count)
    cli_json_count (j, key, count);
}

void
cli_json_notes (cli_json *j, const mm_module *m)
{
  const mm_reading *r = mm_module_reading (m);
  json_some (j, "merged_layers", r->merged);
  json_some (j, "invisible_layers", r->hidden_layers);
  json_some (j, "invisible_blobs", r->hidden_blobs);
}
