/* graph/foreign_json.c: JSON that is no line of ours.  */
#include "config.h"

#include <string.h>

#include "graph/format_i.h"

/* What other programs write, known by the keys that it has.  */
static const struct
{
  const char *keys[3]; /* all of which it has; NULL: no more */
  const char *what, *how;
} kinds[] = {
  { { "\"class_name\"", "\"config\"" },
    "a model of Keras in JSON",
    "draw it with DOT in Python: keras.utils.model_to_dot (keras.models.model_from_json (open ('FILE').read ())).write_raw "
    "('NEW.dot')" },
  { { "\"_gvid\"", "\"objects\"" },
    "a picture of Graphviz in JSON",
    "its arrows are DOT again with: jq -r '\"digraph {\", (.objects as $o | .edges[] | \"\\($o[.tail].name|tojson) -> "
    "\\($o[.head].name|tojson)\"), \"}\"' FILE >NEW.dot" },
  { { "\"nodes\"", "\"links\"", "\"target\"" },
    "a graph in JSON (networkx node-link, D3)",
    "jq writes it as DOT: jq -r '\"digraph {\", (.links[] | \"\\(.source|tojson) -> \\(.target|tojson)\"), \"}\"' FILE >NEW.dot" },
  { { "\"nodes\"", "\"edges\"", "\"target\"" },
    "a graph in JSON",
    "jq writes it as DOT: jq -r '\"digraph {\", ((.graph? // .).edges? // .edges | .[] | \"\\(.source|tojson) -> "
    "\\(.target|tojson)\"), \"}\"' FILE >NEW.dot" },
  { { "\"opsetImport\"", "\"graph\"" },
    "an ONNX model in JSON",
    "examples/onnx_to_dot.py writes a module from the .onnx file that it was made from" },
  { { "\"modelTopology\"", "\"weightsManifest\"" },
    "a model of TensorFlow.js",
    "draw the Keras model that it was made from: keras.utils.model_to_dot (MODEL).write_raw ('NEW.dot')" },
};

/* Where the value ends that begins at `at`: its last brace, or the end of the line, whichever comes first.
   @param depth  out: how many braces and brackets are open there  */
static size_t
end_of_line (const mm_head *h, size_t at, size_t *depth)
{
  bool quoted = false;
  *depth = 0;
  for (; at < h->length && h->at[at] != '\n'; at++)
    {
      const char c = h->at[at];
      if (c == '"')
        quoted = !quoted;
      else if (quoted)
        at += c == '\\';
      else if (c == '{' || c == '[')
        ++*depth;
      else if ((c == '}' || c == ']') && --*depth == 0)
        break;
    }
  return at < h->length ? at : h->length; /* a backslash may be the last byte */
}

/* The next byte that is no blank, or the end.  */
static size_t
next_byte (const mm_head *h, size_t at)
{
  while (at < h->length && (h->at[at] == ' ' || h->at[at] == '\t' || h->at[at] == '\r' || h->at[at] == '\n'))
    at++;
  return at;
}

static bool
is_kind (const mm_head *h, const char *const keys[3])
{
  for (int i = 0; i < 3 && keys[i]; i++)
    if (!mm_head_has (h, keys[i]))
      return false;
  return true;
}

/* The first line opens a brace or bracket, and the next one goes on with what belongs inside.  */
static bool
is_over_lines (const mm_head *h, size_t start)
{
  size_t depth, at = end_of_line (h, start, &depth);
  if (!depth || next_byte (h, at) == h->length)
    return false;
  at = next_byte (h, at);
  return h->at[at] == '"' || h->at[at] == '[' || h->at[at] == ']' || h->at[at] == '}' || h->at[start] == '[';
}

mm_status
mm_refuse_foreign_json (const mm_head *h, size_t start, mm_error *err)
{
  const bool ours = mm_head_has (h, "\"vertices\"");
  for (size_t i = 0; i < sizeof kinds / sizeof *kinds && !ours; i++)
    if (is_kind (h, kinds[i].keys))
      return mm_fail (err, MM_EUNSUPPORTED, 0, "this is %s; %s", kinds[i].what, kinds[i].how);
  if (h->at[start] == '[')
    return mm_fail (err, MM_EUNSUPPORTED, 0,
                    "this is an array in JSON, but modules are one object a line%s",
                    ours ? ": jq -c '.[]' FILE | modmorph classify -" : ", with \"vertices\" and \"edges\"");
  if (!is_over_lines (h, start))
    return MM_OK;
  return mm_fail (err, MM_EUNSUPPORTED, 0, "this is JSON over several lines, but modules are one object a line%s",
                  ours ? ": jq -c . FILE | modmorph classify -" : ", with \"vertices\" and \"edges\"");
}
