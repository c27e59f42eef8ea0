/* numeric/npy_foreign.c: other formats, and other orders of an array's dimensions.

   Frameworks order the dimensions of a filter in their own ways:

       PyTorch, ONNX, modmorph      (out, in, height, width)
       TensorFlow, Keras, Flax      (height, width, in, out); depthwise (height, width, in, multiplier)
       TensorFlow Lite, Core ML     (out, height, width, in)
       transposed, in PyTorch       (in, out, height, width)

   Sizes alone cannot always tell them apart: (3, 3, 3, 3) is all of them, and is read as what it is documented to be.
   So nothing is changed on a guess; where an array cannot be meant as (out, in, height, width), the sentence that
   refuses it says which other order it fits.  */
#include <string.h>

#include "numeric/npy_i.h"

/* ---- other formats ------------------------------------------------------------------- */

static bool
starts_with (const unsigned char *bytes, size_t length, const char *magic, size_t size)
{
  return length >= size && !memcmp (bytes, magic, size);
}

/* Eight bytes of a small number, and JSON.  */
static bool
is_safetensors (const unsigned char *bytes, size_t length)
{
  static const unsigned char zero[4] = { 0 };
  return length > 9 && !memcmp (bytes + 4, zero, 4) && bytes[8] == '{';
}

const char *
mm_npy_foreign (const unsigned char *bytes, size_t length)
{
  static const struct
  {
    const char *magic;
    size_t size;
    const char *what;
  } known[] = {
    { "PK\3\4", 4, "it is a zip archive, as .npz and PyTorch's .pt are; save one array by numpy.save (\"W.npy\", numpy.load "
                   "(\"FILE.npz\")[\"NAME\"]), or for PyTorch state[\"NAME\"].float ().numpy ()" },
    { "PK\5\6", 4, "it is an empty zip archive" },
    { "\x89HDF\r\n", 6, "it is an HDF5 file, as Keras' .h5 is; save one array by numpy.save (\"W.npy\", kernel), in Keras "
                         "kernel.transpose (3, 2, 0, 1)" },
    { "GGUF", 4, "it is a GGUF file; save one array by numpy.save" },
    { "\x80\2", 2, "it is a Python pickle, as PyTorch's older .pt is; save one array by numpy.save (\"W.npy\", "
                   "torch.load (FILE)[\"NAME\"].float ().numpy ())" },
    { "\x80\3", 2, "it is a Python pickle; save one array of numbers by numpy.save" },
    { "\x80\4", 2, "it is a Python pickle; save one array of numbers by numpy.save" },
    { "\x80\5", 2, "it is a Python pickle; save one array of numbers by numpy.save" },
    { "MATLAB 5", 8, "it is a MATLAB file; save one array by numpy.save (\"W.npy\", scipy.io.loadmat (FILE)[\"NAME\"])" },
    { "\x1f\x8b", 2, "it is compressed by gzip; unpack it first" },
    { "version https://git-lfs", 23, "it is a pointer of Git LFS; fetch the file itself by git lfs pull" },
    { "digraph", 7, "it is a graph; the weights of a convolution are needed" },
  };
  for (size_t i = 0; i < sizeof known / sizeof *known; i++)
    if (starts_with (bytes, length, known[i].magic, known[i].size))
      return known[i].what;
  if (is_safetensors (bytes, length))
    return "it is a .safetensors file; save one array by numpy.save (\"W.npy\", safetensors.numpy.load_file (FILE)[\"NAME\"])";
  if (length > 8 && !memcmp (bytes + 4, "TFL3", 4))
    return "it is a TensorFlow Lite model; save one array by numpy.save";
  return length ? NULL : "it is empty";
}

/* ---- other orders ------------------------------------------------------------------- */

static const char tensorflow[] = "; the sizes are those of TensorFlow's order (height, width, in, out): save "
                                 "array.transpose (3, 2, 0, 1)",
                  depthwise[] = "; the sizes are those of TensorFlow's depthwise order (height, width, channels, multiplier): "
                                "save array.transpose (2, 3, 0, 1)",
                  channels_last[] = "; the sizes are those of the order (out, height, width, in): save array.transpose (0, 3, 1, 2)",
                  either[] = "; the sizes are those of TensorFlow's order (height, width, in, out) and of (out, height, width, in): "
                             "save array.transpose (3, 2, 0, 1) or array.transpose (0, 3, 1, 2), whichever it is in",
                  one_dimensional[] = "; the sizes are those of TensorFlow's order (width, in, out): save array.transpose (2, 1, 0)",
                  swapped[] = "; the sizes are those of the order (in, out, …), as of transposed convolutions: save "
                              "array.swapaxes (0, 1)";

/* Whether one size is what it should be, if that is known.  */
static bool
fits (uint32_t size, uint32_t wanted)
{
  return wanted == 0 || size == wanted;
}

static bool
fits_all (const mm_shape *size, const mm_shape *wanted)
{
  return size->kh % 2 && size->kw % 2 && fits (size->out, wanted->out) && fits (size->in, wanted->in)
         && fits (size->kh, wanted->kh) && fits (size->kw, wanted->kw);
}

/* Whether the array fits when the channels that go in are split among groups.  */
static bool
is_grouped (const mm_filter *f, const mm_shape *wanted)
{
  const uint32_t groups = wanted->in / f->in;
  return groups > 1 && wanted->in % f->in == 0 && f->out % groups == 0 && fits (f->out, wanted->out) && fits (f->kh, wanted->kh)
         && fits (f->kw, wanted->kw);
}

const char *
mm_npy_other_order (const mm_filter *f, const mm_shape *wanted)
{
  const uint32_t a = f->out, b = f->in, c = f->kh, d = f->kw;
  const mm_shape tensors = { d, c, a, b }, last = { a, d, b, c };
  const struct
  {
    mm_shape size;
    const char *clause;
    bool possible;
  } orders[] = {
    { { a, b, c, d }, "", true },
    { tensors, fits_all (&last, wanted) ? either : tensorflow, true },
    { last, channels_last, true },
    { { d, b, 1, a }, one_dimensional, c == 1 },
    { { b, a, c, d }, swapped, true },
  };
  for (size_t i = 0; i < sizeof orders / sizeof *orders; i++)
    if (orders[i].possible && fits_all (&orders[i].size, wanted))
      return orders[i].clause;
  return is_grouped (f, wanted) ? "; it may be one of several groups, which are not supported" : "";
}

bool
mm_npy_is_questionable (const mm_filter *f)
{
  const uint32_t least = f->kh < f->kw ? f->kh : f->kw, most = f->kh < f->kw ? f->kw : f->kh;
  const uint32_t channels = f->out > f->in ? f->out : f->in;
  return f->out % 2 && f->in % 2 && (f->out == f->in || f->out == 1 || f->in == 1) && least != most && least > 1
         && most > channels;
}

/* Kernels are odd and rarely greater than this.  */
static bool
is_kernel (size_t height, size_t width)
{
  return height % 2 && width % 2 && height <= 15 && width <= 15;
}

const char *
mm_npy_likely_order (const size_t shape[4], unsigned dimensions)
{
  if (dimensions == 4 && is_kernel (shape[0], shape[1]))
    return shape[3] == 1 ? depthwise : is_kernel (shape[1], shape[2]) ? either : tensorflow;
  if (dimensions == 4 && is_kernel (shape[1], shape[2]))
    return channels_last;
  if (dimensions == 3 && is_kernel (1, shape[0]))
    return one_dimensional;
  return "";
}
