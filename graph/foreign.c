/* graph/foreign.c: files of other kinds: what they are, and how a module is got from them.

   What is said to do was done: docs/formats.md, "Other files", has the same steps at length.  */
#include "config.h"

#include <ctype.h>
#include <string.h>

#include "graph/format_i.h"
#include "graph/spell.h"

/* "this is WHAT; HOW".  */
static mm_status
refuse (mm_error *err, const char *what, const char *how)
{
  return mm_fail (err, MM_EUNSUPPORTED, 0, "this is %s; %s", what, how);
}

static const char by_onnx[] = "examples/onnx_to_dot.py writes its module: python3 onnx_to_dot.py FILE >NEW.dot",
                  export[]
    = "it has weights and no graph that could be read here; export the model to ONNX (in PyTorch torch.onnx.export), of "
      "which examples/onnx_to_dot.py writes a module",
                  picture[] = "a module is the graph behind it: the DOT file that it was drawn from",
                  by_hand[] = "a module is a graph; write it as DOT: digraph { a -> b [label=conv1]; b -> c; }";

/* ---- by the first bytes ------------------------------------------------------------------ */

typedef struct magic
{
  const char *bytes;
  size_t at, length;
  const char *what, *how;
} magic;

#define BYTES(at, bytes) bytes, at, sizeof bytes - 1

static const magic binaries[] = {
  { BYTES (0, "BZh"), "a bzip2 file", "unpack it first: bzcat FILE | modmorph COMMAND -" },
  { BYTES (0, "\xFD" "7zXZ"), "an xz file", "unpack it first: xzcat FILE | modmorph COMMAND -" },
  { BYTES (0, "\x28\xB5\x2F\xFD"), "a zstd file", "unpack it first: zstdcat FILE | modmorph COMMAND -" },
  { BYTES (0, "\x89HDF\r\n\x1A\n"), "an HDF5 file, as Keras and Caffe write them",
    "draw the model with DOT in Python: keras.utils.model_to_dot (keras.models.load_model ('FILE')).write_raw ('NEW.dot')" },
  { BYTES (0, "\x93NUMPY"), "an array of NumPy", "arrays are the weights of a module (--parent, --weights); a module is a graph" },
  { BYTES (2, "\0\0TFL3"), "a TensorFlow Lite file", "convert it to ONNX first (python3 -m tf2onnx.convert --tflite FILE --output NEW.onnx); "
    "examples/onnx_to_dot.py writes a module from that" },
  { BYTES (0, "%PDF"), "a picture (PDF)", picture },
  { BYTES (0, "\x89PNG"), "a picture (PNG)", picture },
  { BYTES (0, "\xFF\xD8\xFF"), "a picture (JPEG)", picture },
  { BYTES (0, "GIF8"), "a picture (GIF)", picture },
  { BYTES (0, "%!PS"), "a picture (PostScript)", picture },
  { BYTES (0, "\x7F" "ELF"), "a program", by_hand },
};

static mm_status
refuse_packed (const mm_head *h, mm_error *err)
{
  const bool named = h->path && strcmp (h->path, "-") != 0;
  char shown[200];
  return mm_fail (err, MM_EUNSUPPORTED, 0, "this is %s; unpack it first: zcat %s | modmorph COMMAND -",
                  named ? "a gzip file" : "gzip data", named ? mm_spell_name (h->path, shown, sizeof shown) : "FILE");
}

static mm_status
refuse_zip (const mm_head *h, mm_error *err)
{
  if (mm_head_has (h, "data.pkl") || mm_head_is_called (h, ".pt") || mm_head_is_called (h, ".pth"))
    return refuse (err, "a PyTorch file", export);
  if (mm_head_has (h, "model.weights.h5") || mm_head_is_called (h, ".keras"))
    return refuse (err, "a Keras file",
                   "draw the model with DOT in Python: keras.utils.model_to_dot (keras.models.load_model ('FILE')).write_raw "
                   "('NEW.dot')");
  if (mm_head_has (h, ".npy") || mm_head_is_called (h, ".npz"))
    return refuse (err, "a file of NumPy arrays (.npz)", "arrays are the weights of a module, not its graph; numpy.load reads them");
  return refuse (err, "a zip file", "unpack it first: unzip FILE");
}

/* ---- protocol buffers ---------------------------------------------------------------------- */

/* The variable-length number at *at, which goes behind it.  */
static size_t
varint (const mm_head *h, size_t *at)
{
  size_t n = 0;
  for (unsigned shift = 0; *at < h->length && shift < 35; shift += 7)
    {
      const unsigned char c = (unsigned char) h->at[(*at)++];
      n |= (size_t) (c & 0x7F) << shift;
      if (c < 0x80)
        return n;
    }
  *at = h->length;
  return 0;
}

/* ModelProto begins with its version (field 1), then texts such as the producer's name (2 to 4, 6), then the
   graph (7) or the sets of operators (8).  */
static bool
is_onnx (const mm_head *h)
{
  size_t at = 1;
  if (!mm_head_begins (h, "\x08", 1) || varint (h, &at) > 64)
    return false;
  for (int field = 0; field < 6 && at < h->length; field++)
    {
      const unsigned char tag = (unsigned char) h->at[at++];
      if (tag == 0x3A || tag == 0x42)
        return field > 0 || mm_head_is_called (h, ".onnx");
      const size_t value = varint (h, &at);
      if (tag == 0x28)
        continue;
      if ((tag != 0x12 && tag != 0x1A && tag != 0x22 && tag != 0x32) || value > h->length - at)
        return false;
      for (size_t i = 0; i < value; i++)
        if ((unsigned char) h->at[at + i] < 0x20)
          return false;
      at += value;
    }
  return mm_head_is_called (h, ".onnx");
}

/* An eight-byte length, then a header in JSON.  */
static bool
is_safetensors (const mm_head *h)
{
  return h->length > 9 && h->at[8] == '{' && !h->at[7] && !h->at[6] && !h->at[5] && h->at[9] == '"';
}

static mm_status
refuse_binary (const mm_head *h, mm_error *err)
{
  for (size_t i = 0; i < sizeof binaries / sizeof *binaries; i++)
    if (h->length >= binaries[i].at + binaries[i].length
        && !memcmp (h->at + binaries[i].at, binaries[i].bytes, binaries[i].length))
      return refuse (err, binaries[i].what, binaries[i].how);
  if (mm_head_begins (h, "\x1F\x8B", 2))
    return refuse_packed (h, err);
  if (mm_head_begins (h, "PK\x03\x04", 4))
    return refuse_zip (h, err);
  if (is_safetensors (h))
    return refuse (err, "a safetensors file", export);
  if (h->length > 1 && h->at[0] == (char) 0x80 && h->at[1] >= 2 && h->at[1] <= 5)
    return refuse (err, "a pickle of Python, as PyTorch wrote its files", export);
  if (is_onnx (h))
    return refuse (err, "an ONNX file", by_onnx);
  return MM_OK;
}

/* ---- encodings ----------------------------------------------------------------------------- */

static mm_status
refuse_encoding (const mm_head *h, mm_error *err)
{
  size_t zeros = 0, odd = 0;
  const size_t length = h->length < 4000 ? h->length : 4000;
  for (size_t i = 0; i < length; i++)
    if (!h->at[i])
      {
        zeros++;
        odd += i % 2;
      }
  if (mm_head_begins (h, "\xFF\xFE\0\0", 4) || mm_head_begins (h, "\0\0\xFE\xFF", 4))
    return refuse (err, "text in UTF-32", "convert it: iconv -f utf-32 -t utf-8 FILE >NEW");
  if (mm_head_begins (h, "\xFF\xFE", 2) || mm_head_begins (h, "\xFE\xFF", 2))
    return refuse (err, "text in UTF-16", "convert it: iconv -f utf-16 -t utf-8 FILE >NEW");
  if (zeros * 5 > length * 2 && (odd == zeros || odd == 0))
    return mm_fail (err, MM_EUNSUPPORTED, 0, "this is text in UTF-16; convert it: iconv -f utf-16%s -t utf-8 FILE >NEW",
                    odd ? "le" : "be");
  if (!zeros)
    return MM_OK;
  if (mm_head_is_called (h, ".onnx"))
    return refuse (err, "an ONNX file", by_onnx);
  if (mm_head_is_called (h, ".pb"))
    return refuse (err, "a TensorFlow graph (protocol buffers)",
                   "convert it to ONNX first (python3 -m tf2onnx.convert); examples/onnx_to_dot.py writes a module from that");
  return zeros * 50 > length ? refuse (err, "a binary file", by_hand) : MM_OK;
}

/* ---- texts ----------------------------------------------------------------------------------- */

/* Whether the first line that is not blank, and no comment, begins with this word.  */
static bool
first_word (const mm_head *h, const char *word)
{
  size_t i = mm_head_begins (h, "\xEF\xBB\xBF", 3) ? 3 : 0;
  for (;;)
    {
      while (i < h->length && isspace ((unsigned char) h->at[i]))
        i++;
      if (i == h->length || h->at[i] != '#')
        break;
      while (i < h->length && h->at[i] != '\n')
        i++;
    }
  const size_t length = strlen (word);
  return h->length - i >= length && !memcmp (h->at + i, word, length);
}

static mm_status
refuse_xml (const mm_head *h, mm_error *err)
{
  if (mm_head_has (h, "<graphml"))
    return refuse (err, "a GraphML file", "Graphviz converts it: graphml2gv FILE >NEW.dot");
  if (mm_head_has (h, "<gexf"))
    return refuse (err, "a GEXF file", "networkx converts it: nx.nx_pydot.write_dot (nx.read_gexf ('FILE'), 'NEW.dot')");
  if (mm_head_has (h, "<gxl"))
    return refuse (err, "a GXL file", by_hand);
  if (mm_head_has (h, "<svg"))
    return refuse (err, "a picture (SVG)", picture);
  if (mm_head_has (h, "<mxfile") || mm_head_has (h, "<mxGraphModel"))
    return refuse (err, "a drawing of draw.io", by_hand);
  if (mm_head_has (h, "<net ") && mm_head_has (h, "<layer"))
    return refuse (err, "a network of OpenVINO", "export the model to ONNX instead; examples/onnx_to_dot.py writes a module from that");
  return refuse (err, "an XML or HTML file", by_hand);
}

/* "graph" and a bracket, after what stands above it.  */
static bool
is_gml (const mm_head *h)
{
  if (!first_word (h, "graph") && !first_word (h, "Creator") && !first_word (h, "Version") && !first_word (h, "comment"))
    return false;
  const char *at = memmem (h->at, h->length, "graph", 5), *end = h->at + h->length;
  for (at = at ? at + 5 : end; at < end && isspace ((unsigned char) *at);)
    at++;
  return at < end && *at == '[';
}

/* A direction, and no brace, behind the first word.  */
static bool
is_mermaid (const mm_head *h)
{
  static const char *const words[] = { "graph TD", "graph TB", "graph BT", "graph LR", "graph RL", "flowchart " };
  for (size_t i = 0; i < sizeof words / sizeof *words; i++)
    if (first_word (h, words[i]))
      {
        const char *at = memmem (h->at, h->length, words[i], strlen (words[i])), *end = h->at + h->length;
        for (at += strlen (words[i]); at < end && isspace ((unsigned char) *at);)
          at++;
        return at == end || *at != '{';
      }
  return false;
}

static bool
is_dot (const mm_head *h)
{
  return first_word (h, "digraph") || first_word (h, "strict");
}

static mm_status
refuse_text (const mm_head *h, mm_error *err)
{
  if (is_dot (h))
    return MM_OK;
  if (first_word (h, "<"))
    return refuse_xml (h, err);
  if (is_gml (h))
    return refuse (err, "a GML file", "Graphviz converts it: gml2gv FILE >NEW.dot");
  if (is_mermaid (h))
    return refuse (err, "a drawing in Mermaid", "write its arrows as DOT: digraph { a -> b; b -> c; }");
  if (first_word (h, "modmorph-certificate"))
    return refuse (err, "a certificate", "modmorph-check MODULE FILE judges it");
  if (first_word (h, "modmorph-derivation"))
    return refuse (err, "a derivation", "modmorph reduce MODULE --replay FILE checks it");
  if (first_word (h, "*vertices") || first_word (h, "*Vertices") || first_word (h, "*network") || first_word (h, "*Network"))
    return refuse (err, "a Pajek file",
                   "networkx converts it: nx.nx_pydot.write_dot (nx.MultiDiGraph (nx.read_pajek ('FILE')), 'NEW.dot')");
  if (mm_head_is_called (h, ".prototxt") || (mm_head_has (h, "layer {") && mm_head_has (h, "bottom:")))
    return refuse (err, "a network of Caffe", "its draw_net.py --rankdir TB FILE NEW.dot writes DOT; or convert it to ONNX, of which "
                                              "examples/onnx_to_dot.py writes a module");
  if (mm_head_is_called (h, ".pbtxt") || (first_word (h, "node {") && mm_head_has (h, "op:")))
    return refuse (err, "a network in the text form of protocol buffers", "convert it to ONNX first; examples/onnx_to_dot.py writes a module from that");
  return MM_OK;
}

mm_status
mm_refuse_foreign (const mm_head *h, mm_error *err)
{
  mm_status s = refuse_binary (h, err);
  if (!s)
    s = refuse_encoding (h, err);
  return s ? s : refuse_text (h, err);
}
