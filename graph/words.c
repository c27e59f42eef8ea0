/* graph/words.c: the one table of the words of the field.  docs/formats.md prints it, and a test
   compares the two.  */
#include <string.h>

#include "graph/words_i.h"

#define ROW(word, name, spellings, graph, blob, layer, advice)                                                        \
  {                                                                                                                   \
    MM_WORD_##word, name, spellings,                                                                                  \
      { MM_RULE_##graph, MM_RULE_##blob, MM_RULE_##layer, MM_RULE_##graph }, advice                                   \
  }

static const mm_word_row rows[MM_WORDS] = {
  { .word = MM_WORD_NONE, .name = "", .spellings = "" },
  ROW (KEY, "key", "key", IGNORED, IGNORED, READ, NULL),
  ROW (LABEL, "label", "label", IGNORED, IGNORED, READ, NULL),
  ROW (STYLE, "style", "style", IGNORED, READ, READ, NULL),
  ROW (DIR, "dir", "dir", IGNORED, IGNORED, READ, NULL),
  ROW (KERNEL, "kernel",
       "kernel kernels kernelsize kernelsizes kernelshape ksize k ks size filtersize filtershape convkernel window windowsize "
       "windowshape",
       NEVER, NEVER, READ, "a layer has a kernel: write it there, or edge [kernel=…] for all of them"),
  ROW (KERNEL_H, "kernel", "kernelh kernelheight kh kernely filterheight nbrow", NEVER, NEVER, READ,
       "a layer has a kernel: write it there, or edge [kernel=…] for all of them"),
  ROW (KERNEL_W, "kernel", "kernelw kernelwidth kw kernelx filterwidth nbcol", NEVER, NEVER, READ,
       "a layer has a kernel: write it there, or edge [kernel=…] for all of them"),
  ROW (STRIDE, "stride", "stride strides stridesize strideshape convstride subsample subsampling windowstrides s", ONE, ONE,
       READ, "a layer has a stride: write it there, or edge [stride=…] for all of them"),
  ROW (STRIDE_H, "stride", "strideh strideheight sh stridey", ONE, ONE, READ,
       "a layer has a stride: write it there, or edge [stride=…] for all of them"),
  ROW (STRIDE_W, "stride", "stridew stridewidth sw stridex", ONE, ONE, READ,
       "a layer has a stride: write it there, or edge [stride=…] for all of them"),
  ROW (DILATION, "dilation",
       "dilation dilations dilationrate dilationrates dilationsize dilate rate atrousrate atrous rhsdilation kerneldilation "
       "filterdilation windowdilation hole d",
       ONE, ONE, READ, "a layer has a dilation: write it there, or edge [dilation=…] for all of them"),
  ROW (DILATION_H, "dilation", "dilationh dilationheight dilationhfactor dh dilationy", ONE, ONE, READ,
       "a layer has a dilation: write it there, or edge [dilation=…] for all of them"),
  ROW (DILATION_W, "dilation", "dilationw dilationwidth dilationwfactor dw dilationx", ONE, ONE, READ,
       "a layer has a dilation: write it there, or edge [dilation=…] for all of them"),
  ROW (GROUPS, "groups",
       "groups group numgroups numgroup ngroups ngroup featuregroupcount convgroups cardinality g", ONE, ONE, READ,
       "a layer has groups: write them there, or edge [groups=…] for all of them"),
  ROW (PADDING, "padding", "padding paddings pad pads p paddingsize padsize explicitpaddings bordermode convpadding", READ, READ,
       READ, NULL),
  ROW (PADDING_H, "padding",
       "padh paddingh padheight paddingheight padt padtop paddingtop padb padbottom paddingbottom ph pady paddingy",
       NEVER, NEVER, READ,
       "a layer pads with zeros as much as `same` does; leave the word out"),
  ROW (PADDING_W, "padding",
       "padw paddingw padwidth paddingwidth padl padleft paddingleft padr padright paddingright pw padx paddingx",
       NEVER, NEVER, READ,
       "a layer pads with zeros as much as `same` does; leave the word out"),
  ROW (PADDING_MODE, "padding", "paddingmode padmode padtype paddingtype paddingalgorithm paddinglayer padcfg mode", READ, READ, READ, NULL),
  ROW (AUTO_PAD, "padding", "autopad", READ, READ, READ, NULL),
  ROW (KIND, "kind", "kind op optype type layertype convtype classname operator operation opname layerclass nodetype", IGNORED, READ,
       READ, NULL),
  ROW (CLASS, "kind", "class target opcode func function fn", IGNORED, READ, READ, NULL),
  ROW (CHANNELS, "channels", "channels channel numchannels nchannels ch chans c nch featuremaps maps planes", NEVER, READ, READ,
       "a blob has channels: write them there, or node [channels=…] for all of them"),
  ROW (OUT_CHANNELS, "channels",
       "outchannels outputchannels outchans outch cout oc co filters numfilters numfilter nfilters nbfilter nbfilters "
       "numoutput numoutputs units outfeatures features numfeatures outplanes outdim nout",
       NEVER, READ, READ, "a blob has channels: write them there, or node [channels=…] for all of them"),
  ROW (IN_CHANNELS, "channels",
       "inchannels inputchannels inchans inch cin ic ci infeatures inplanes indim nin numinput numinputs", NEVER, READ, READ,
       "a blob has channels: write them there, or node [channels=…] for all of them"),
  ROW (BIAS, "bias", "bias biases usebias hasbias withbias biasterm", ZERO, ZERO, READ,
       "a layer has a bias: write it there; a bias with values goes to NAME.bias.npy"),
  ROW (NO_BIAS, "bias", "nobias", IGNORED, IGNORED, READ, NULL),
  ROW (ACTIVATION, "activation",
       "activation activations act acttype activationtype activ nonlinearity nonlin activationfn activationfunction "
       "activationfunc actfn actfunc actlayer activationlayer actcfg fusedactivation fusedactivationfunction preactivation "
       "postactivation preact postact",
       READ, READ, READ, NULL),
  ROW (ACTIVATION_FLAG, "activation",
       "relu relu6 prelu leakyrelu elu selu gelu silu swish mish sigmoid tanh softmax softplus hardswish hswish hardsigmoid "
       "userelu withrelu userelu6 withactivation hasactivation useactivation",
       READ, READ, READ, NULL),
  ROW (SLOPE, "activation", "slope slopes negativeslope alpha leak leakiness prelualpha", READ, READ, READ, NULL),
  ROW (NORM, "norm", "norm normalization normalisation normlayer normtype normfn normcfg normalizer normalizerfn usenorm "
       "withnorm hasnorm", READ, READ,
       READ, NULL),
  ROW (NORM_FLAG, "norm",
       "bn batchnorm batchnorm2d batchnormalization batchnormalisation batchnormalize batchnormalise usebn usebatchnorm withbn "
       "hasbn syncbn",
       READ, READ, READ, NULL),
  ROW (NORM_EPSILON, "bn_eps", "bneps eps epsilon bnepsilon normeps normepsilon batchnormeps batchnormepsilon", NEVER, READ, READ,
       "a normalisation has an epsilon: write it at its layer or blob, or for all of them in edge [bn_eps=…] or node [bn_eps=…]"),
  ROW (MERGE, "kind", "merge mergeop mergetype mergemode combine aggregation aggregate join fusion eltwise", READ, READ, READ,
       NULL),
  ROW (WEIGHTS, "weights", "weights weightsfile weightfile weight filterfile", IGNORED, NEVER, READ,
       "a layer has weights: write the word there"),
  ROW (SOURCE, "source", "source", READ, IGNORED, IGNORED, NULL),
  ROW (SINK, "sink", "sink", READ, IGNORED, IGNORED, NULL),
  ROW (OTHER_NORM, "norm",
       "layernorm groupnorm instancenorm rmsnorm lrn localresponsenorm spectralnorm weightnorm weightnormalization "
       "weightstandardization usews ln gn wn sn withspectralnorm usespectralnorm uselayernorm usegroupnorm "
       "useinstancenorm useweightnorm", ZERO, ZERO,
       ZERO, "modmorph knows batch normalisation only"),
  ROW (OUTPUT_PADDING, "", "outputpadding outputpad outpadding adj", ZERO, ZERO, ZERO,
       "transposed convolutions are not supported"),
  ROW (CEIL_MODE, "", "ceilmode roundingmode", ZERO, ZERO, ZERO, "sizes are rounded as frameworks do without it"),
  ROW (OFFSET, "", "offset offsets shift", ZERO, ZERO, ZERO, "slices and shifts are not supported"),
  ROW (TRANSPOSED, "kind", "transposed transpose deconv deconvolution convtranspose", ZERO, ZERO, ZERO,
       "transposed convolutions are not supported"),
  ROW (DEPTHWISE, "groups", "depthwise isdepthwise separable depthwiseseparable dwconv", ZERO, ZERO, ZERO,
       "write groups=… with the number of channels; a separable convolution is two layers"),
  ROW (FLIP, "", "flip flipfilters flipkernel flipkernels filterflip convmode convolutionmode", ZERO, ZERO, ZERO,
       "filters are cross-correlated with the image; flip the array"),
  ROW (CAUSAL, "padding", "causal", ZERO, ZERO, ZERO, "only padding that is the same on both sides is supported"),
  ROW (UPSAMPLE, "", "upsample upsampling upscale resize interpolate interpolation unpool", ZERO, ZERO, ZERO,
       "resizing is not supported"),
  ROW (POOL, "kind", "pool pools pooling pooltype poolmode poolsize maxpool maxpooling avgpool avgpooling globalpool globalpooling "
       "globalavgpool", ZERO, ZERO, ZERO, "write pooling as a layer of its own: kind=avgpool, or kind=opaque"),
  ROW (ATTENTION, "kind", "se usese withse seratio squeezeexcite squeezeexcitation cbam eca attention", ZERO, ZERO, ZERO,
       "write it as a layer of its own: kind=opaque"),
  ROW (SKIP, "kind", "skip shortcut residual identity isidentity", ZERO, ZERO, ZERO,
       "write a skip connection as a layer of its own: kind=identity"),
  ROW (SHUFFLE, "kind", "shuffle channelshuffle pixelshuffle", ZERO, ZERO, ZERO, "write it as a layer of its own: kind=opaque"),
  ROW (DEFORMABLE, "kind", "deformable deform dcn convcfg", ZERO, ZERO, ZERO, "deformable convolutions are not supported"),
  ROW (CLIP, "activation", "clip clamp", ZERO, ZERO, ZERO, "clipping is not supported"),
  ROW (SCALE, "", "scale scales scalefactor scaling gain coeff layerscale", ONE, ONE, ONE,
       "scaled layers are not supported; multiply the weights"),
  ROW (MULTIPLIER, "groups", "multiplier depthmultiplier channelmultiplier widthmultiplier", ONE, ONE, ONE,
       "write channels=… and groups=… instead"),
  ROW (INPUT_DILATION, "", "lhsdilation inputdilation basedilation", ONE, ONE, ONE, "transposed convolutions are not supported"),
  ROW (BATCH_GROUPS, "groups", "batchgroupcount", ONE, ONE, ONE, "only groups of channels are supported"),
  ROW (DOWNSAMPLE, "stride", "downsample downsampling downscale", ONE, ONE, ONE,
       "write stride=… on the layer that does it"),
  ROW (REPEAT, "", "repeat repeats repeated", ONE, ONE, ONE, "write the layers one by one"),
};

const mm_word_row *
mm_word_at (mm_word word)
{
  return &rows[word];
}

const char *
mm_word_fold (const char *name, char folded[MM_FOLDED])
{
  size_t length = 0;
  for (; *name; name++)
    {
      if (strchr ("_-. ", *name))
        continue;
      if (length == MM_FOLDED - 1)
        {
          folded[0] = '\0';
          return folded;
        }
      const bool capital = *name >= 'A' && *name <= 'Z';
      folded[length++] = capital ? (char) (*name - 'A' + 'a') : *name;
    }
  folded[length] = '\0';
  return folded;
}

bool
mm_word_lists (const char *words, const char *word)
{
  const size_t length = strlen (word);
  for (const char *c = words; length && (c = strstr (c, word)); c += length)
    if ((c == words || c[-1] == ' ') && (c[length] == ' ' || c[length] == '\0'))
      return true;
  return false;
}

/* What Graphviz understands at a place, among the words above.  */
static bool
is_graphvizs (const char *name, unsigned place)
{
  static const char *const own[MM_PLACES] = {
    [MM_ON_GRAPH] = "K epsilon mode pad size scale class label c d g k p s ch fn function target",
    [MM_ON_BLOB] = "group class label size weight",
    [MM_ON_LAYER] = "class",
    [MM_ON_SUBGRAPH] = "K class label c d g k p s ch fn function target",
  };
  return !strchr (name, ' ') && mm_word_lists (own[place], name);
}

mm_word
mm_word_called (const char *name, unsigned place)
{
  char folded[MM_FOLDED];
  const bool drawn = is_graphvizs (name, place);
  mm_word_fold (name, folded);
  if (drawn && !(place != MM_ON_GRAPH && place != MM_ON_SUBGRAPH && !strcmp (name, "class")))
    return MM_WORD_NONE;
  /* These are Graphviz's, so they are spelt its way.  */
  if (mm_word_lists ("key label style", folded) && strcmp (folded, name))
    return MM_WORD_NONE;
  for (int word = 1; word < MM_WORDS; word++)
    if (mm_word_lists (rows[word].spellings, folded))
      return rows[word].rule[place] == MM_RULE_IGNORED ? MM_WORD_NONE : (mm_word) word;
  return MM_WORD_NONE;
}
