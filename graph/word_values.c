/* graph/word_values.c: values as PyTorch, Keras, TensorFlow, ONNX, Caffe, MXNet and JAX write them.  */
#include <math.h>
#include <string.h>

#include "graph/words_i.h"

/* ---- numbers ---------------------------------------------------------------------- */

static bool
is_blank (char c)
{
  return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

static const char *
skip_blanks (const char *c)
{
  while (is_blank (*c))
    c++;
  return c;
}

/* Decimal digits at *c, which goes behind them; false when there are none.  */
static bool
read_number (const char **c, uint32_t *number, bool *too_large)
{
  uint64_t n = 0;
  const char *start = *c;
  for (; **c >= '0' && **c <= '9'; ++*c)
    {
      n = 10 * n + (uint64_t) (**c - '0');
      if (n > MM_MOST)
        {
          *too_large = true;
          n = MM_MOST;
        }
    }
  *number = (uint32_t) n;
  return *c > start;
}

/* What stands between two numbers: a comma, an x, a multiplication sign, a star, or blanks only.  */
static bool
skip_separator (const char **c)
{
  const char *start = *c;
  *c = skip_blanks (*c);
  const char *sign = *c;
  if (**c && strchr (",;xX*", **c))
    ++*c;
  else if (!strncmp (*c, "\xC3\x97", 2)) /* × */
    *c += 2;
  *c = skip_blanks (*c);
  return *c > sign || sign > start;
}

bool
mm_value_numbers (const char *text, mm_numbers *n)
{
  static const char opening[] = "([{", closing[] = ")]}";
  *n = (mm_numbers){ .count = 0 };
  const char *c = skip_blanks (text);
  const char *bracket = *c ? strchr (opening, *c) : NULL;
  if (bracket)
    c = skip_blanks (c + 1);
  n->bracketed = bracket != NULL;
  for (bool more = true; more;)
    {
      if (n->count == 4 || !read_number (&c, &n->at[n->count], &n->too_large))
        return false;
      n->count++;
      more = skip_separator (&c) && *c && !strchr (closing, *c);
    }
  if (bracket)
    {
      if (*c != closing[bracket - opening])
        return false;
      c = skip_blanks (c + 1);
    }
  return *c == '\0' && (bracket || (c[-1] != ',' && c[-1] != 'x' && c[-1] != 'X' && c[-1] != '*'));
}

/* The two of four numbers that stand for height and width, the others being 1: (1, h, w, 1), (1, 1, h, w).  */
static bool
spatial (const mm_numbers *n, uint32_t *h, uint32_t *w)
{
  const bool last = n->at[0] == 1 && n->at[3] == 1, first = n->at[0] == 1 && n->at[1] == 1;
  if (last && first)
    {
      /* Channels may be last or first.  */
      *h = *w = 1;
      return n->at[2] == 1;
    }
  *h = last ? n->at[1] : n->at[2];
  *w = last ? n->at[2] : n->at[3];
  return last || first;
}

bool
mm_value_pair (const char *text, uint32_t *h, uint32_t *w)
{
  mm_numbers n;
  if (!mm_value_numbers (text, &n) || n.too_large || n.count == 3)
    return false;
  if (n.count == 4)
    return spatial (&n, h, w);
  *h = n.at[0];
  *w = n.count == 2 ? n.at[1] : n.at[0];
  if (n.count == 1 && n.bracketed)
    *h = 1;
  return true;
}

bool
mm_value_count (const char *text, uint32_t *count)
{
  uint32_t h, w;
  if (!mm_value_pair (text, &h, &w) || h != w || h == 0)
    return false;
  *count = h;
  return true;
}

/* The same text without brackets inside brackets; false when there are none, or it is too long.  */
static bool
flatten (const char *text, char flat[MM_VALUE])
{
  size_t length = 0, depth = 0;
  bool nested = false;
  for (; *text && length < MM_VALUE - 1; text++)
    {
      const bool opens = strchr ("([", *text) != NULL, closes = strchr (")]", *text) != NULL;
      depth += opens;
      nested = nested || depth > 1;
      if (!(opens && depth > 1) && !(closes && depth > 1))
        flat[length++] = *text;
      if (closes && depth-- == 0)
        return false;
    }
  flat[length] = '\0';
  return nested && *text == '\0';
}

bool
mm_value_pads (const char *text, uint32_t *h, uint32_t *w)
{
  mm_numbers n;
  char flat[MM_VALUE];
  if (mm_value_numbers (text, &n) && n.count == 4 && !n.too_large)
    {
      *h = n.at[0];
      *w = n.at[1];
      return n.at[0] == n.at[2] && n.at[1] == n.at[3];
    }
  if (flatten (text, flat) && mm_value_numbers (flat, &n) && n.count == 4 && !n.too_large)
    {
      *h = n.at[0];
      *w = n.at[2];
      return n.at[0] == n.at[1] && n.at[2] == n.at[3];
    }
  if (!mm_value_numbers (text, &n) || n.too_large || n.count > 2)
    return false;
  *w = n.at[n.count - 1];
  *h = n.count == 1 && n.bracketed ? 0 : n.at[0];
  return true;
}

/* Whether a text is only made of one digit and of zeros behind a point: "1.0", "0.", or several of them in brackets.  */
static bool
is_all (const char *text, char digit)
{
  mm_numbers n;
  if (mm_value_numbers (text, &n))
    {
      for (unsigned i = 0; i < n.count; i++)
        if (n.at[i] != (uint32_t) (digit - '0'))
          return false;
      return true;
    }
  const char *c = skip_blanks (text);
  if (*c != digit || c[1] != '.')
    return false;
  for (c += 2; *c == '0';)
    c++;
  return *skip_blanks (c) == '\0';
}

/* ---- words ------------------------------------------------------------------------ */

/* The word in a value: "nn.Conv2d", "torch.nn.modules.conv.Conv2d", "<class 'x.Conv2D'>", "aten::conv2d", "ReLU()",
   "dict(type='BN')" become conv2d, conv2d, conv2d, conv2d, relu, bn.  "" for what is too long.  */
const char *
mm_value_fold (const char *text, char folded[MM_VALUE])
{
  size_t length = 0;
  bool letters = false; /* "v1.Conv2d" has a point between names, and "1.0" has none */
  const char *type = strstr (text, "type=");
  if (!strncmp (text, "dict(", 5) && type)
    text = type + 5;
  for (; *text && !((*text == '(' || *text == ',') && length > 0); text++)
    {
      const bool capital = *text >= 'A' && *text <= 'Z', small = *text >= 'a' && *text <= 'z';
      letters = letters || capital || small;
      if (letters && strchr (".:/", *text))
        length = 0;
      else if (capital || small || (*text >= '0' && *text <= '9') || *text == '+' || (*text & 0x80))
        {
          if (length == MM_VALUE - 1)
            {
              length = 0;
              break;
            }
          folded[length++] = capital ? (char) (*text - 'A' + 'a') : *text;
        }
    }
  folded[length] = '\0';
  return folded;
}

bool
mm_value_is_false (const char *text)
{
  char folded[MM_VALUE];
  return is_all (text, '0') || mm_word_lists ("false f no n none null nil off", mm_value_fold (text, folded));
}

bool
mm_value_is_true (const char *text)
{
  char folded[MM_VALUE];
  return is_all (text, '1') || mm_word_lists ("true t yes y on", mm_value_fold (text, folded));
}

bool
mm_value_is_zero (const char *text)
{
  return mm_value_is_false (text);
}

bool
mm_value_is_one (const char *text)
{
  return is_all (text, '1');
}

/* ---- operators -------------------------------------------------------------------- */

mm_op
mm_value_op (const char *text)
{
  static const struct
  {
    mm_op op;
    const char *words;
  } ops[] = {
    { MM_OP_CONV, "conv conv1d conv2d convolution convolution1d convolution2d convolutional conv2dlayer spatialconvolution "
                  "conv2dnative conv1dlayer convnd convlayer" },
    { MM_OP_IDENTITY, "identity id skip skipconnect skipconnection shortcut residual passthrough noop nop" },
    { MM_OP_AVGPOOL, "avgpool avgpool1d avgpool2d averagepool averagepooling averagepooling1d averagepooling2d avgpooling" },
    { MM_OP_FIXED, "fixed" },
    { MM_OP_OPAQUE, "opaque" },
    { MM_OP_SUM, "add sum addn add2 plus + iadd eltwiseadd eltwisesum elementwiseadd elementwisesum elemwiseadd accumulate" },
    { MM_OP_INPUT, "input inputlayer output placeholder data tensor blob node vertex feature features featuremap variable result "
                   "source sink state callmodule callfunction callmethod getattr" },
    { MM_OP_DEPTHWISE, "depthwise depthwiseconv depthwiseconv2d depthwiseconvolution depthwiseconv2dnative dwconv dwconv2d" },
    { MM_OP_OTHER,
      "convtranspose convtranspose1d convtranspose2d conv2dtranspose conv1dtranspose transposedconv transposedconv2d "
      "transposedconvolution convolutiontranspose deconv deconv2d deconvolution conv3d convolution3d separableconv separableconv2d "
      "sepconv dilconv deformconv deformconv2d maxpool maxpool1d maxpool2d maxpooling maxpooling2d pool pooling globalavgpool "
      "globalaveragepool globalaveragepooling2d globalmaxpool adaptiveavgpool2d adaptivemaxpool2d lppool linear dense gemm "
      "fullyconnected innerproduct matmul fc mlp batchnorm batchnorm1d batchnorm2d batchnormalization bn layernorm groupnorm "
      "instancenorm norm lrn relu relu6 prelu leakyrelu elu selu gelu silu swish mish sigmoid tanh softmax softplus hardswish "
      "hardsigmoid activation concat concatenate cat mul multiply sub subtract div max min mean matmul dropout flatten reshape "
      "permute transpose upsample upsampling2d interpolate resize pixelshuffle depthtospace spacetodepth channelshuffle pad slice "
      "split gather zero zeros lstm gru rnn attention multiheadattention se embedding lambda unpool" },
  };
  char folded[MM_VALUE];
  mm_value_fold (text, folded);
  for (size_t i = 0; i < sizeof ops / sizeof *ops; i++)
    if (mm_word_lists (ops[i].words, folded))
      return ops[i].op;
  return MM_OP_UNKNOWN;
}

bool
mm_value_is_kind (const char *text, mm_kind *kind)
{
  static const char *const kinds[] = { [MM_KIND_CONV] = "conv",
                                       [MM_KIND_IDENTITY] = "identity",
                                       [MM_KIND_AVGPOOL] = "avgpool",
                                       [MM_KIND_FIXED] = "fixed",
                                       [MM_KIND_OPAQUE] = "opaque" };
  for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
    if (!strcmp (text, kinds[i]))
      {
        *kind = (mm_kind) i;
        return true;
      }
  return false;
}

/* Digits from *p on, of a number that is *mantissa so far; @return how many */
static int
take_digits (const char **p, double *mantissa)
{
  int count = 0;
  for (; **p >= '0' && **p <= '9'; ++*p, count++)
    *mantissa = 10 * *mantissa + (**p - '0');
  return count;
}

bool
mm_value_real (const char *text, double *x)
{
  double mantissa = 0, exponent = 0;
  const char *p = text;
  int digits = take_digits (&p, &mantissa), behind = 0;
  if (*p == '.')
    p++, behind = take_digits (&p, &mantissa);
  if (digits + behind == 0 || digits + behind > 15) /* which a double has */
    return false;
  if (*p == 'e' || *p == 'E')
    {
      const bool minus = *++p == '-';
      p += *p == '-' || *p == '+';
      if (!take_digits (&p, &exponent) || exponent > 99)
        return false;
      exponent = minus ? -exponent : exponent;
    }
  exponent -= behind;
  if (*p)
    return false;
  *x = exponent < 0 ? mantissa / pow (10, -exponent) : mantissa * pow (10, exponent);
  return true;
}

/* ---- activations and norms ---------------------------------------------------------- */

mm_activation_class
mm_value_activation (const char *text)
{
  char folded[MM_VALUE];
  mm_value_fold (text, folded);
  if (!*text || mm_word_lists ("0 false no none null nil off identity id linear passthrough noop nop", folded))
    return MM_ACTIVATION_NONE;
  const bool prefixed = (text[0] == 'P' || text[0] == 'p') && (text[1] == '-' || text[1] == '_');
  const bool known = folded[0] == 'p' && mm_word_lists ("relu relu6 leakyrelu sigmoid tanh silu swish gelu act activation", folded + 1);
  if (prefixed || known || !strncmp (folded, "parametric", 10))
    return MM_ACTIVATION_PARAMETRIC;
  return MM_ACTIVATION_REAL;
}

mm_norm_class
mm_value_norm (const char *text)
{
  char folded[MM_VALUE];
  mm_value_fold (text, folded);
  if (!*text || mm_word_lists ("0 false no none null nil off identity id linear", folded))
    return MM_NORM_NONE;
  if (mm_word_lists ("bn bn1d bn2d batch batchnorm batchnorm1d batchnorm2d batchnormalization batchnormalisation syncbn syncbatchnorm "
             "synchronizedbatchnorm syncbatchnormalization frozenbn frozenbatchnorm frozenbatchnorm2d fusedbatchnorm "
             "fusedbatchnormv2 fusedbatchnormv3 spatialbatchnormalization spatialbn usebn usebatchnorm withbn hasbn batchnormalize "
             "batchnormalise",
             folded))
    return MM_NORM_BATCH;
  return MM_NORM_OTHER;
}
