/* cli/operators.c: drawings in which vertices are operators.  */
#include "config.h"

#include "cli/operators.h"

#include <ctype.h>
#include <string.h>
#include <strings.h>

enum { MOST = 1000 }; /* to look at */

static const char *const words[]
    = { "conv",      "convolution", "deconv",    "convtranspose", "depthwise",  "dwconv", "sepconv",  "relu",        "relu6",    "prelu",
        "leakyrelu", "gelu",        "silu",      "swish",         "hardswish",  "elu",    "sigmoid",  "tanh",        "softmax",  "add",
        "addn",      "concat",      "cat",       "concatenate",   "mul",        "pool",   "maxpool",  "maxpooling",  "avgpool",  "averagepool",
        "averagepooling", "globalaveragepool", "batchnorm", "batchnormalization", "layernorm", "bn", "linear", "dense", "gemm", "matmul",
        "fc",        "flatten",     "reshape",   "dropout",       "upsample",   "resize", "clip" };

static bool
is_letter (char c)
{
  return isalpha ((unsigned char) c) != 0;
}

/* Whether a word begins here: at the start, behind what is no letter, or where capitals begin.  */
static bool
is_start (const char *text, size_t at)
{
  if (at == 0 || !is_letter (text[at - 1]))
    return true;
  return isupper ((unsigned char) text[at]) && islower ((unsigned char) text[at - 1]);
}

/* Where an operator is named: "conv" in "conv1", "convA", "block/Conv2d", "MyConv", but not in "convex".
   NULL: nowhere.  */
static const char *
find_operator (const char *text)
{
  for (size_t at = 0; text && text[at]; at++)
    if (is_letter (text[at]) && is_start (text, at))
      for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        {
          const size_t length = strlen (words[i]);
          if (!strncasecmp (text + at, words[i], length) && !islower ((unsigned char) text[at + length])
              && (text[at + length - 1] == words[i][length - 1] || !is_letter (text[at + length])))
            return text + at;
        }
  return NULL;
}

/* What the operator at a blob is called, or NULL.  `buffer` may hold it.  */
static const char *
operator_at (const mm_module *m, mm_blob v, char buffer[MM_NAME_BUFFER])
{
  static const char *const names[] = { "label", "type", "op", "op_type", "kind" };
  const char *found = mm_module_blob_is_named (m, v) ? find_operator (mm_module_blob_name (m, v, buffer)) : NULL;
  for (size_t i = 0; i < sizeof names / sizeof *names && !found; i++)
    found = find_operator (mm_module_attribute (m, MM_ON_BLOB, v, names[i]));
  return found;
}

/* Whether the file itself takes layers for operators.  */
static bool
layers_are_operators (const mm_module *m)
{
  char buffer[MM_NAME_BUFFER];
  for (mm_layer e = 0; e < mm_module_layers (m) && e < MOST; e++)
    if (mm_module_layer_info (m, e).kernel_h
        || (mm_module_layer_is_named (m, e) && find_operator (mm_module_layer_given_name (m, e, buffer))))
      return true;
  return false;
}

/* Letters, digits and '_' from `word` on.  */
static void
copy_word (const char *word, char like[CLI_OPERATOR])
{
  size_t length = 0;
  while (length + 1 < CLI_OPERATOR && (isalnum ((unsigned char) word[length]) || word[length] == '_'))
    length++;
  memcpy (like, word, length);
  like[length] = '\0';
}

bool
cli_are_operators (const mm_module *m, char like[CLI_OPERATOR])
{
  char buffer[MM_NAME_BUFFER];
  uint32_t inside = 0, operators = 0;
  for (mm_blob v = 0; v < mm_module_blobs (m) && v < MOST; v++)
    if (v != mm_module_source (m) && v != mm_module_sink (m))
      {
        const char *word = operator_at (m, v, buffer);
        inside++;
        if (word && !operators)
          copy_word (word, like);
        operators += word != NULL;
      }
  return operators && 2 * operators >= inside && !layers_are_operators (m);
}
