/* cli/notes.c: what a module's file says that the module does not.  */
#include "cli/notes.h"

#include "cli/operators.h"
#include "cli/report.h"

static void
put_merged (const char *path, const mm_reading *r)
{
  if (r->strict)
    cli_complain_of (path, "the graph is strict: %u layer%s between blobs that have one already %s left out", r->merged,
                     cli_plural (r->merged), r->merged == 1 ? "is" : "are");
  else
    cli_complain_of (path, "%u layer%s with the ends and the key of an earlier one %s one with it, as in Graphviz; "
                     "to keep them apart give each its own key",
                     r->merged, cli_plural (r->merged), r->merged == 1 ? "is" : "are");
}

static void
put_hidden (const char *path, const mm_reading *r)
{
  if (r->hidden_layers && r->hidden_blobs)
    cli_complain_of (path, "%u invisible layer%s and %u invisible blob%s (style=invis) are left out", r->hidden_layers,
                     cli_plural (r->hidden_layers), r->hidden_blobs, cli_plural (r->hidden_blobs));
  else if (r->hidden_layers + r->hidden_blobs == 1)
    cli_complain_of (path, "1 invisible %s (style=invis) is left out", r->hidden_layers ? "layer" : "blob");
  else
    cli_complain_of (path, "%u invisible %ss (style=invis) are left out", r->hidden_layers + r->hidden_blobs,
                     r->hidden_layers ? "layer" : "blob");
}

static void
put_backward (const char *path, const mm_reading *r)
{
  cli_complain_of (path, "%u layer%s drawn backward (dir=back), and read from tail to head all the same", r->backward,
                   r->backward == 1 ? " is" : "s are");
}

/* The same graph with an operator at each vertex may be another module.  */
static void
put_operators (const char *path, const char *like)
{
  cli_complain_of (path, "vertices look like operators (%s); they are read as blobs, and each arrow as a layer", like);
}

void
cli_put_notes (const char *path, const mm_module *m)
{
  const mm_reading *r = mm_module_reading (m);
  char like[CLI_OPERATOR];
  if (cli_are_operators (m, like))
    put_operators (path, like);
  if (r->merged)
    put_merged (path, r);
  if (r->hidden_layers || r->hidden_blobs)
    put_hidden (path, r);
  if (r->backward)
    put_backward (path, r);
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
  char like[CLI_OPERATOR];
  if (cli_are_operators (m, like))
    cli_json_text (j, "reading", "blobs");
  json_some (j, "merged_layers", r->merged);
  json_some (j, "invisible_layers", r->hidden_layers);
  json_some (j, "invisible_blobs", r->hidden_blobs);
  json_some (j, "backward_layers", r->backward);
}
