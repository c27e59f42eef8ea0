/* tests/test_words.c: a word that changes what a layer computes is used or refused, wherever it stands and
   however it is spelt; and all that a file says of a module comes back when it is written.  */
#include <criterion/criterion.h>
#include <stdlib.h>
#include <string.h>

#include "graph/read.h"
#include "graph/words_i.h"
#include "graph/write.h"
#include "tests/failing.h"
#include "tests/kit.h"
#include "tests/leak.h"

TestSuite (words, .fini = no_leaks);

static mm_module *
read_text (const char *text)
{
  mm_module *m = NULL;
  mm_error err = { .text = "" };
  cr_assert_eq (mm_read_dot (text, strlen (text), "test.dot", &m, &err), MM_OK, "%s: %s", text, err.text);
  cr_assert_null (mm_module_defect (m));
  return m;
}

static char *
written (const mm_module *m)
{
  char *text = NULL;
  size_t length;
  FILE *out = open_memstream (&text, &length);
  cr_assert_eq (mm_write_dot (m, NULL, out), MM_OK);
  fclose (out);
  return text;
}

/* A chain s -> a -> t, whose attributes at one place are these.  */
static mm_module *
chain (const char *graph, const char *blob, const char *layer)
{
  char text[1000];
  snprintf (text, sizeof text,
            "digraph {\n graph [%s];\n s [channels=4]; t [channels=8];\n a [channels=6, %s];\n"
            " edge [kernel=3];\n s -> a [key=c1, %s];\n a -> t [key=c2];\n}\n",
            graph, blob, layer);
  return read_text (text);
}

enum
{
  GRAPH_LINE = 2,
  BLOB_LINE = 4,
  LAYER_LINE = 6
};

/* @param words  of the message; NULL: the attributes are used, or harmless */
static void
expect_check (const mm_module *m, const char *what, uint64_t line, const char *words)
{
  mm_error err = { .text = "" };
  mm_status s = mm_module_check_numbers (m, &err);
  cr_expect_eq (s, words ? MM_EUNSUPPORTED : MM_OK, "%s: %s", what, err.text);
  if (s && words)
    {
      cr_expect_eq (err.line, line, "%s: line %d", what, (int) err.line);
      cr_expect (strstr (err.text, words), "%s: %s", what, err.text);
    }
}

/* ---- layers --------------------------------------------------------------------- */

typedef struct trial
{
  const char *attributes, *words;
} trial;

Test (words, each_spelling_on_a_layer_is_used_or_refused)
{
  static const trial trials[] = {
    /* Kernels.  */
    { "kernel=5", NULL },
    { "kernel_size=\"(3, 3)\"", NULL },
    { "kernelSize=\"[3,5]\"", NULL },
    { "KERNEL_SHAPE=\"3 3\"", NULL },
    { "ksize=\"[1, 3, 3, 1]\"", NULL },
    { "k=\"3×1\"", NULL },
    { "kernel=\"3*3\"", NULL },
    { "kernel=\"{3;3}\"", NULL },
    { "kernel=\"(3,)\"", NULL },
    { "kernel_h=3, kernel_w=3, kernel=\"\"", NULL },
    { "filter_size=2", "even kernels" },
    { "kernel_size=\"(3, 3, 3)\"", "expected an odd number" },
    { "kernel=5, ksize=3", "another word says that the kernel is 3x3" },
    { "kernel_h=5", "half of a kernel" },
    { "kernel=same", "expected an odd number" },
    /* Strides, dilations, groups.  */
    { "stride=2", NULL },
    { "Stride=2", NULL },
    { "STRIDES=\"(2, 2)\"", NULL },
    { "subsample=\"1,1\"", NULL },
    { "window_strides=\"(1, 1)\"", NULL },
    { "strides=\"[1,2,2,1]\"", NULL },
    { "stride=\"2,1\"", "only the same stride in height and width" },
    { "strides=0", "expected a whole number" },
    { "stride=1, strides=2", "another word says that stride is" },
    { "stride_h=2, stride_w=2", NULL },
    { "stride_h=2, stride_w=1", "another word says that stride is 1" },
    { "stride_y=2, stride_x=2", NULL },
    { "stride_x=3", "another word says that stride is" },
    { "dilation_x=1, dilation_y=1", NULL },
    { "kernel_x=3, kernel_y=3, kernel=\"\"", NULL },
    { "nb_row=3, nb_col=3", NULL },
    { "padding_x=1, pad_y=1", NULL },
    { "pad_x=2", "padding" },
    { "nb_filter=7", "channels" },
    { "conv_cfg=\"dict(type='DCNv2')\"", "deformable" },
    { "conv_cfg=None", NULL },
    { "with_spectral_norm=True", "batch normalisation only" },
    { "with_spectral_norm=False", NULL },
    { "use_se=1", "kind=opaque" },
    { "dilation_rate=\"(2, 2)\"", NULL },
    { "rhs_dilation=\"[1,1]\"", NULL },
    { "atrous_rate=1", NULL },
    { "dilate=x", "expected a whole number" },
    { "group=2", NULL },
    { "feature_group_count=1", NULL },
    { "num_group=two", "expected a whole number" },
    { "depthwise=true", "write groups=" },
    { "depthwise=False", NULL },
    { "depth_multiplier=2", "channels" },
    { "depth_multiplier=1", NULL },
    /* Padding.  */
    { "padding=1", NULL },
    { "padding=\"(1, 1)\"", NULL },
    { "pads=\"[1, 1, 1, 1]\"", NULL },
    { "explicit_paddings=\"((1, 1), (1, 1))\"", NULL },
    { "padding=SAME", NULL },
    { "auto_pad=SAME_UPPER", NULL },
    { "auto_pad=NOTSET", NULL },
    { "padding_mode=zeros", NULL },
    { "padding=2, dilation=2", NULL },
    { "padding=0, kernel=1", NULL },
    { "padding=valid, kernel=1", NULL },
    { "padding=\"0,1\", kernel=\"1x3\"", NULL },
    { "pad_h=1, pad_w=1", NULL },
    { "pad_l=1", NULL },
    { "padding=half", NULL },
    { "padding=0", "padding=0: with a kernel of 3x3 and dilation 1 this is not the 'same' padding" },
    { "PADDING=VALID", "PADDING=VALID: with a kernel of 3x3" },
    { "pads=\"[0, 0, 1, 1]\"", "the sides differ" },
    { "pad=2", "which is 1 at the top and bottom and 1 at the left and right" },
    { "padding=1, dilation=2", "which is 2 at the top" },
    { "padding=same, stride=2", "differs between frameworks" },
    { "padding=1, stride=2", NULL },
    { "padding_mode=reflect", "only zeros and circular padding" },
    { "padding_mode=circular", "write it at the graph" },
    { "padding=causal", "only zeros and circular" },
    { "causal=True", "same on both sides" },
    { "padding=1, kernel=\"\"", "depends on the kernel" },
    { "pad_top=0", "not the 'same' padding" },
    /* Biases.  */
    { "bias=False", NULL },
    { "bias=true", NULL },
    { "use_bias=1", NULL },
    { "no_bias=True", NULL },
    { "bias=0.5", "expected true or false" },
    /* Activations.  */
    { "activation=none", NULL },
    { "act=Identity", NULL },
    { "act_type=linear", NULL },
    { "act_cfg=None", NULL },
    { "relu=false", NULL },
    { "activation=relu", "layer c1: activation=relu: an activation on a layer is not computed" },
    { "Activation=\"nn.ReLU()\"", "an activation on a layer" },
    { "act_layer=\"nn.GELU\"", "an activation on a layer" },
    { "nonlinearity=prelu", "an activation on a layer" },
    { "relu=1", "an activation on a layer" },
    { "activation_fn=tanh", "an activation on a layer" },
    { "negative_slope=0.1", "slope 1" },
    { "clip=6", "clipping" },
    /* Norms.  */
    { "norm=bn", NULL },
    { "norm_layer=\"nn.BatchNorm2d\"", NULL },
    { "norm_cfg=\"dict(type='BN')\"", NULL },
    { "bn=true", NULL },
    { "batch_norm=False", NULL },
    { "norm=none", NULL },
    { "norm=layernorm", "only a batch normalisation" },
    { "normalization=group_norm", "only a batch normalisation" },
    { "spectral_norm=1", "batch normalisation only" },
    /* Kinds.  */
    { "kind=conv", NULL },
    { "kind=Conv2d", NULL },
    { "type=\"torch.nn.modules.conv.Conv2d\"", NULL },
    { "class_name=Conv2D", NULL },
    { "op_type=Conv", NULL },
    { "type=\"Conv2d()\"", NULL },
    { "type=\"dict(type='Conv2d')\"", NULL },
    { "type=\"Conv2d(4, 6, kernel_size=(3, 3), stride=(2, 2))\"", "as attributes" },
    { "conv_type=\"dict(type='Conv2d', stride=2)\"", "as attributes" },
    { "norm=\"BatchNorm2d(6, eps=0.001)\"", "bn_eps=" },
    { "op=\"aten::conv2d\"", NULL },
    { "type=\"<class 'torch.nn.modules.conv.Conv2d'>\"", NULL },
    { "op=call_module", NULL },
    { "type=Identity", NULL },
    { "op=skip", NULL },
    { "kind=avgpool", NULL },
    { "class=thick", NULL },
    { "type=ConvTranspose2d", "neither a convolution nor an identity" },
    { "op_type=MaxPool", "neither a convolution" },
    { "layer_type=Dense", "neither a convolution" },
    { "type=Linear", "neither a convolution" },
    { "class=Deconvolution", "neither a convolution" },
    { "type=DepthwiseConv2D", "groups=" },
    { "type=DepthwiseConv2D, groups=4", NULL },
    { "type=SeparableConv2D", "neither a convolution" },
    { "kind=convolve", "expected conv, identity, avgpool, fixed or opaque" },
    { "transposed=True", "transposed convolutions" },
    { "transposed=0", NULL },
    { "output_padding=\"(0, 0)\"", NULL },
    { "output_padding=1", "transposed" },
    { "lhs_dilation=2", "transposed" },
    { "ceil_mode=False", NULL },
    { "pool=max", "layer of its own" },
    { "pooling=none", NULL },
    { "upsample=2", "resizing" },
    { "flip_filters=true", "cross-correlated" },
    { "conv_mode=convolution", "cross-correlated" },
    { "conv_mode=cross_correlation", NULL },
    { "conv_type=depthwise", "groups=" },
    { "mode=circular", "write it at the graph" },
    { "post_activation=relu", "an activation on a layer" },
    { "gn=32", "batch normalisation only" },
    { "use_norm=true", "only a batch normalisation" },
    { "skip=true", "kind=identity" },
    { "shortcut=no", NULL },
    { "repeat=3", "one by one" },
    { "n=3", NULL },
    /* Numbers that belong to blobs.  */
    { "out_channels=6", NULL },
    { "filters=6", NULL },
    { "num_output=6, in_channels=4", NULL },
    { "out_channels=7", "blob a has 6 channels" },
    { "in_channels=5", "blob s has 4 channels" },
    { "channels=4", "blob a has 6 channels" },
    { "units=many", "expected a whole number" },
    { "scale=0.5", "multiply the weights" },
    { "scale=1.0", NULL },
    { "gain=2", "multiply the weights" },
    { "offset=2", "slices" },
    { "offset=0", NULL },
    /* Drawing and bookkeeping.  */
    { "label=\"conv 3x3, s2, relu\", color=red, style=dashed, weight=3, len=2, dir=back, constraint=false", NULL },
    { "id=1, tooltip=stride, fontname=x, penwidth=2, headlabel=k3, URL=\"x?stride=2\"", NULL },
    { "trainable=False, dtype=float16, dropout=0.5, params=1728, macs=1000, name=conv1, comment=\"padding=0\"", NULL },
    { "weights=\"c1.npy\"", NULL },
    { "strided=2, kernelling=4", NULL },
    /* Given twice, or taken back.  */
    { "stride=x, stride=2", NULL },
    { "padding=0, padding=\"\"", NULL },
    { "activation=relu, activation=none", NULL },
    { "padding=0, padding=1", NULL },
    { "stride=<2>", NULL },
  };
  for (size_t i = 0; i < sizeof trials / sizeof *trials; i++)
    {
      mm_module *m = chain ("", "", trials[i].attributes);
      expect_check (m, trials[i].attributes, LAYER_LINE, trials[i].words);
      mm_module_free (m);
    }
}

Test (words, each_spelling_on_a_blob_is_used_or_refused)
{
  static const trial trials[] = {
    { "num_channels=6", NULL },
    { "filters=6", NULL },
    { "out_channels=5", "another word" },
    { "in_channels=6", NULL },
    { "channels=many", "expected a whole number" },
    { "channels=0", "expected a whole number" },
    { "kernel=3", "a layer has a kernel" },
    { "Kernel_Size=3", "a layer has a kernel" },
    { "stride=2", "a layer has a stride" },
    { "strides=1", NULL },
    { "dilation=2", "a layer has a dilation" },
    { "groups=2", "a layer has groups" },
    { "group=2", NULL }, /* Graphviz's */
    { "Group=2", "a layer has groups" },
    { "padding=same", NULL },
    { "padding=1", "padding is said of the graph" },
    { "pad_h=1", "a layer pads" },
    { "bias=true", "a layer has a bias" },
    { "bias=false", NULL },
    { "activation=relu", NULL }, /* judged apart */
    { "activation=prelu", NULL },
    { "activation=prelu, slope=1", NULL },
    { "activation=prelu, slope=0.25", "only with slope 1" },
    { "activation=\"PReLU(num_parameters=6, init=0.25)\"", "only with slope 1" },
    { "activation=\"PReLU(6, init=1.0)\"", NULL },
    { "activation=\"PReLU(init=1)\"", NULL },
    { "activation=\"PReLU(init=1.5)\"", "only with slope 1" },
    { "alpha=0.1", "only with slope 1" },
    { "relu=maybe", "expected true or false" },
    { "norm=batchnorm", NULL },
    { "norm=InstanceNorm2d", "only a batch normalisation" },
    { "use_bn=yes", NULL },
    { "layer_norm=true", "batch normalisation only" },
    { "op=Add", NULL },
    { "type=input", NULL },
    { "type=Conv2d", "a blob is the sum" },
    { "op=Concat", "a blob is the sum" },
    { "op_type=Relu", "activation=" },
    { "merge=sum", NULL },
    { "merge=concat", "are added" },
    { "aggregation=max", "are added" },
    { "pool=max", "layer of its own" },
    { "scale=2", "multiply the weights" },
    { "weights=\"a.npy\"", "a layer has weights" },
    { "shape=box, label=\"conv\", color=red, width=2, height=3, size=4, class=conv2, rank=1, pos=\"1,2\"", NULL },
    { "shape=\"(1, 64, 56, 56)\", dropout=0.5, name=x", NULL },
  };
  for (size_t i = 0; i < sizeof trials / sizeof *trials; i++)
    {
      mm_module *m = chain ("", trials[i].attributes, "");
      expect_check (m, trials[i].attributes, BLOB_LINE, trials[i].words);
      mm_module_free (m);
    }
}

Test (words, each_spelling_on_the_graph_is_used_or_refused)
{
  static const trial trials[] = {
    { "padding=same", NULL },
    { "padding=once", NULL },
    { "padding_mode=circular", NULL },
    { "Padding=Circular", NULL },
    { "padding_mode=zeros", NULL },
    { "padding=valid", "expected same, once or circular" },
    { "padding=1", "expected same, once or circular" },
    { "padding_mode=reflect", "expected same, once or circular" },
    { "stride=2", "edge [stride=" },
    { "stride=1", NULL },
    { "kernel=3", "edge [kernel=" },
    { "channels=64", "node [channels=" },
    { "in_channels=3", "node [channels=" },
    { "groups=4", "edge [groups=" },
    { "activation=relu", "node [activation=" },
    { "activation=none", NULL },
    { "norm=bn", "node [norm=" },
    { "bias=true", "NAME.bias.npy" },
    { "pad=0.5, size=\"4,4\", scale=2, K=0.3, ratio=1, rankdir=LR, label=conv, layers=\"a:b\", class=net", NULL },
    { "type=resnet, name=net, source=s, sink=t", NULL },
  };
  for (size_t i = 0; i < sizeof trials / sizeof *trials; i++)
    {
      mm_module *m = chain (trials[i].attributes, "", "");
      expect_check (m, trials[i].attributes, GRAPH_LINE, trials[i].words);
      mm_module_free (m);
    }
}

Test (words, defaults_and_subgraphs_are_places_too)
{
  static const struct
  {
    const char *text;
    uint64_t line;
    const char *words;
  } trials[] = {
    { "digraph {\n edge [kernel=3,\n padding=0];\n s -> t\n}", 3, "layer F1: padding=0" },
    { "digraph {\n edge [kernel=3, padding=0];\n s -> t [padding=1]\n}", 0, NULL },
    { "digraph {\n edge [kernel=3, pads=0];\n s -> t [padding=1]\n}", 0, NULL },
    { "digraph {\n edge [kernel=3];\n node [stride=2];\n s -> t\n}", 3, "blob s: stride=2" },
    { "digraph {\n s -> t;\n node [stride=2];\n}", 0, NULL }, /* of no blob */
    { "digraph {\n s -> t;\n edge [activation=relu];\n}", 0, NULL },
    { "digraph {\n subgraph x { edge [act=relu]; s -> a }\n a -> t\n}", 2, "layer F1: act=relu" },
    { "digraph {\n subgraph x { edge [act=relu] }\n s -> a;\n subgraph x { a -> t } }", 2, "layer F2: act=relu" },
    { "digraph {\n subgraph x {\n stride=2;\n s -> a }\n a -> t\n}", 3, "a subgraph: stride=2" },
    { "digraph {\n subgraph x { graph [padding=once]; s -> t }\n}", 2, "a subgraph: padding=once" },
    { "digraph {\n subgraph cluster_1 { label=x; color=red; K=2; rank=same; s -> t }\n}", 0, NULL },
    { "digraph {\n {s a} [channels=3];\n s -> a\n}", 2, "a subgraph: channels=3" },
    { "digraph {\n s -> {a b} [kernel=3, pad=0];\n a -> t; b -> t }", 2, "layer F1: pad=0" },
    { "digraph {\n s -> a -> t [kernel=3, pad=1] [pad=0]\n}", 2, "layer F1: pad=0" },
    { "digraph {\n padding=circular;\n s -> t [kernel=3, padding_mode=circular]\n}", 0, NULL },
    { "digraph {\n padding=circular;\n s -> t [kernel=3, padding_mode=zeros]\n}", 3, "padding=circular" },
    { "digraph {\n s -> t [norm=ln] ; s [norm=ln]; t [norm=ln]\n}", 2, "layer F1: norm=ln" },
    { "digraph {\n s -> t; s [norm=ln]; t [norm=ln, activation=relu, slope=0.1]\n}", 0, NULL }, /* outside */
  };
  for (size_t i = 0; i < sizeof trials / sizeof *trials; i++)
    {
      mm_module *m = read_text (trials[i].text);
      expect_check (m, trials[i].text, trials[i].line, trials[i].words);
      mm_module_free (m);
    }
}

Test (words, what_is_used_has_the_meaning_of_the_right_word)
{
  mm_module *m = chain ("padding_mode=circular", "out_channels=6",
                        "kernel_size=\"(3, 5)\", Strides=\"2,2\", dilation_rate=3, num_group=2, type=Conv2d");
  const mm_layer_info e = mm_module_layer_info (m, 0);
  cr_expect (e.kernel_h == 3 && e.kernel_w == 5 && e.stride == 2 && e.dilation == 3 && e.groups == 2);
  cr_expect_eq (e.kind, MM_KIND_CONV);
  cr_expect_eq (mm_module_padding (m), MM_PADDING_CIRCULAR);
  cr_expect_eq (mm_module_blob_info (m, 2).channels, 6);
  mm_module_free (m);

  m = chain ("", "relu=true, bn=1", "op=skip, kernel=\"\"");
  cr_expect_eq (mm_module_layer_info (m, 0).kind, MM_KIND_IDENTITY);
  cr_expect_eq (mm_module_activation (m, 2), MM_ACTIVATION_REAL);
  cr_expect_str_eq (mm_module_blob_norm (m, 2), "bn");
  mm_module_free (m);

  m = chain ("", "norm=None", "op=MaxPool, norm_layer=BatchNorm2d");
  cr_expect_eq (mm_module_layer_info (m, 0).kind, MM_KIND_OPAQUE);
  cr_expect_null (mm_module_blob_norm (m, 2));
  cr_expect_str_eq (mm_module_layer_norm (m, 0), "BatchNorm2d");
  cr_expect_null (mm_module_layer_norm (m, 1));
  mm_module_free (m);
}

/* ---- activations of blobs ----------------------------------------------------------- */

Test (words, activations_are_known_by_their_names)
{
  static const struct
  {
    const char *text;
    mm_activation_class class;
  } trials[] = {
    { "none", MM_ACTIVATION_NONE },        { "linear", MM_ACTIVATION_NONE },        { "Identity", MM_ACTIVATION_NONE },
    { "nn.Identity()", MM_ACTIVATION_NONE }, { "None", MM_ACTIVATION_NONE },        { "prelu", MM_ACTIVATION_PARAMETRIC },
    { "PReLU", MM_ACTIVATION_PARAMETRIC }, { "nn.PReLU(64)", MM_ACTIVATION_PARAMETRIC },
    { "parametric sigmoid", MM_ACTIVATION_PARAMETRIC }, { "P-Sigmoid", MM_ACTIVATION_PARAMETRIC },
    { "p_relu", MM_ACTIVATION_PARAMETRIC },  { "ptanh", MM_ACTIVATION_PARAMETRIC },
    { "relu", MM_ACTIVATION_REAL },        { "ReLU(inplace=True)", MM_ACTIVATION_REAL }, { "gelu", MM_ACTIVATION_REAL },
    { "sigmoid", MM_ACTIVATION_REAL },     { "leaky relu", MM_ACTIVATION_REAL },    { "softplus", MM_ACTIVATION_REAL },
    { "foo", MM_ACTIVATION_REAL },         { "tf.nn.relu6", MM_ACTIVATION_REAL },   { "pool", MM_ACTIVATION_REAL },
  };
  for (size_t i = 0; i < sizeof trials / sizeof *trials; i++)
    cr_expect_eq (mm_value_activation (trials[i].text), trials[i].class, "%s", trials[i].text);
}

Test (words, a_real_activation_inside_is_named_and_one_at_an_end_is_not)
{
  mm_error err = { .text = "" };
  mm_module *m = chain ("", "activation=relu", "");
  cr_expect_eq (mm_module_check_activations (m, &err), MM_EUNSUPPORTED);
  cr_expect_eq (err.line, BLOB_LINE);
  cr_expect (strstr (err.text, "blob a has the activation relu") && strstr (err.text, "activation=prelu"), "%s", err.text);
  cr_expect_eq (mm_module_check_activations (m, NULL), MM_EUNSUPPORTED);
  mm_module_free (m);
  m = read_text ("digraph { s -> a -> t; s [activation=relu]; t [activation=gelu]; a [activation=prelu] }");
  cr_expect_eq (mm_module_check_activations (m, &err), MM_OK, "%s", err.text);
  mm_module_free (m);
}

/* ---- the table and the manual ---------------------------------------------------------- */

Test (words, the_manual_has_the_table_of_words)
{
  static const char *const cells[] = { [MM_RULE_IGNORED] = "·", [MM_RULE_READ] = "read", [MM_RULE_ZERO] = "only 0",
                                       [MM_RULE_ONE] = "only 1", [MM_RULE_NEVER] = "no" };
  const char *top = getenv ("top_srcdir");
  char path[4096], line[1200];
  snprintf (path, sizeof path, "%s/docs/formats.md", top ? top : "..");
  FILE *in = fopen (path, "r");
  cr_assert (in, "%s", path);
  int found[MM_WORDS] = { 0 }, rows = 0;
  while (fgets (line, sizeof line, in))
    {
      rows += strstr (line, " | read |\n") || strstr (line, " | only 0 |\n") || strstr (line, " | only 1 |\n");
      for (int w = 1; w < MM_WORDS; w++)
        {
          const mm_word_row *row = mm_word_at ((mm_word) w);
          char wanted[1200];
          snprintf (wanted, sizeof wanted, "| %s | %s | %s | %s | %s |\n", *row->name ? row->name : "·", row->spellings,
                    cells[row->rule[MM_ON_GRAPH]], cells[row->rule[MM_ON_BLOB]], cells[row->rule[MM_ON_LAYER]]);
          found[w] += !strcmp (line, wanted);
        }
    }
  fclose (in);
  int shown = 0;
  for (int w = MM_WORD_KERNEL; w < MM_WORDS; w++)
    if (w != MM_WORD_SOURCE && w != MM_WORD_SINK && w != MM_WORD_NO_BIAS)
      {
        cr_expect_eq (found[w], 1, "%s (%s)", mm_word_at ((mm_word) w)->name, mm_word_at ((mm_word) w)->spellings);
        shown++;
      }
  cr_expect_eq (rows, shown, "the manual has %d rows", rows);
}

Test (words, no_spelling_stands_for_two_words)
{
  char spellings[1200];
  for (int w = 1; w < MM_WORDS; w++)
    {
      strcpy (spellings, mm_word_at ((mm_word) w)->spellings);
      for (char *word = strtok (spellings, " "); word; word = strtok (NULL, " "))
        {
          int owners = 0;
          for (int other = 1; other < MM_WORDS; other++)
            owners += mm_word_lists (mm_word_at ((mm_word) other)->spellings, word);
          cr_expect_eq (owners, 1, "%s", word);
        }
    }
}

/* ---- attributes come back ------------------------------------------------------------- */

Test (words, attributes_are_read_back_one_by_one)
{
  mm_module *m = read_text ("digraph {\n graph [b=2]; a=1;\n node [color=red];\n s [color=\"\", x=<i>];\n edge [w=1];\n"
                            " s -> t [w=2, padding=0]\n}");
  cr_expect_str_eq (mm_module_attribute (m, MM_ON_GRAPH, 0, "a"), "1");
  cr_expect_null (mm_module_attribute (m, MM_ON_BLOB, 0, "color"));
  cr_expect_str_eq (mm_module_attribute (m, MM_ON_BLOB, 1, "color"), "red");
  cr_expect_str_eq (mm_module_attribute (m, MM_ON_LAYER, 0, "w"), "2");
  cr_expect_null (mm_module_attribute (m, MM_ON_LAYER, 0, "W"));
  mm_attribute *list;
  uint32_t count;
  cr_assert_eq (mm_module_attributes (m, MM_ON_LAYER, 0, &list, &count), MM_OK);
  cr_assert_eq (count, 2);
  cr_expect_str_eq (list[0].name, "padding");
  cr_expect_str_eq (list[1].value, "2");
  cr_expect_eq (list[0].line, 6);
  free (list);
  cr_assert_eq (mm_module_attributes (m, MM_ON_BLOB, 0, &list, &count), MM_OK);
  cr_expect (count == 1 && list[0].html && !strcmp (list[0].value, "i"));
  free (list);
  mm_module_free (m);
}

Test (words, what_is_written_has_all_attributes_in_order)
{
  mm_module *m = chain ("rankdir=LR, label=\"a module\", source=s",
                        "color=red, activation=prelu, filters=\"\", tooltip=<b <i>x</i>>",
                        "Strides=\"2,2\", label=\"first one\", padding=1, bias=False, groups=1, xlabel=\"\", out_channels=6");
  char *text = written (m);
  cr_expect_str_eq (text, "digraph {\n"
                          "  graph [label=\"a module\" rankdir=LR source=s];\n"
                          "  a [activation=prelu channels=6 color=red tooltip=<b <i>x</i>>];\n"
                          "  s [channels=4];\n"
                          "  t [channels=8];\n"
                          "  a -> t [kernel=3 key=c2];\n"
                          "  s -> a [bias=False groups=1 kernel=3 key=c1 label=\"first one\" out_channels=6 padding=1 stride=2];\n"
                          "}\n");
  mm_module *again = read_text (text);
  char *twice = written (again);
  cr_expect_str_eq (text, twice);
  free (text);
  free (twice);
  mm_module_free (m);
  mm_module_free (again);
}

Test (words, a_copy_with_other_numbers_keeps_the_attributes)
{
  mm_module *m = chain ("bgcolor=red", "color=red", "out_channels=6, xlabel=x, label=first"), *copy = NULL;
  mm_builder *b = mm_builder_new ();
  cr_assert_eq (mm_builder_copy (b, m), MM_OK);
  cr_assert_eq (mm_builder_set_blob (b, 2, &(mm_blob_info){ .channels = 9 }), MM_OK);
  cr_assert_eq (mm_builder_finish (b, &copy, NULL), MM_OK);
  mm_builder_free (b);
  expect_check (copy, "a copy", 0, NULL);
  char *text = written (copy);
  cr_expect (strstr (text, "a [channels=9 color=red];") && strstr (text, "out_channels=9 xlabel=x"), "%s", text);
  cr_expect (strstr (text, "bgcolor=red") && strstr (text, "label=first"), "%s", text);
  mm_module *again = read_text (text);
  expect_check (again, text, 0, NULL);
  free (text);
  mm_module_free (m);
  mm_module_free (copy);
  mm_module_free (again);
}

Test (words, the_builder_reads_words_as_files_are_read)
{
  mm_builder *b = mm_builder_new ();
  mm_module *m = NULL;
  cr_assert (!mm_builder_add_blobs (b, 2) && !mm_builder_add_layer (b, 0, 1, NULL, NULL));
  cr_expect_eq (mm_builder_set_attribute (b, MM_ON_LAYER, 0, "kernel_size", "(3, 5)", 7), MM_OK);
  cr_expect_eq (mm_builder_set_attribute (b, MM_ON_LAYER, 0, "padding", "0", 8), MM_OK);
  cr_expect_eq (mm_builder_set_attribute (b, MM_ON_BLOB, 1, "filters", "12", 0), MM_OK);
  cr_expect_eq (mm_builder_set_attribute (b, MM_ON_BLOB, 1, "activation", "relu", 0), MM_OK);
  cr_expect_eq (mm_builder_set_attribute (b, MM_ON_GRAPH, 5, "padding", "circular", 0), MM_OK);
  cr_expect_eq (mm_builder_set_attribute (b, MM_ON_LAYER, 1, "x", "y", 0), MM_EINVAL);
  cr_expect_eq (mm_builder_set_attribute (b, MM_ON_BLOB, 2, "x", "y", 0), MM_EINVAL);
  cr_expect_eq (mm_builder_set_attribute (b, MM_ON_BLOB, 1, "", "y", 0), MM_EINVAL);
  cr_assert_eq (mm_builder_finish (b, &m, NULL), MM_OK);
  const mm_layer_info e = mm_module_layer_info (m, 0);
  cr_expect (e.kernel_h == 3 && e.kernel_w == 5);
  cr_expect_eq (mm_module_blob_info (m, 1).channels, 12);
  cr_expect_str_eq (mm_module_blob_info (m, 1).activation, "relu");
  cr_expect_eq (mm_module_padding (m), MM_PADDING_CIRCULAR);
  expect_check (m, "made by hand", 8, "layer F1: padding=0");
  mm_module_free (m);
  mm_builder_free (b);
}

/* One of a few texts, nasty ones among them.  */
static const char *
some (uint64_t *state, const char *const *texts, uint32_t count)
{
  return texts[kit_below (state, count)];
}

/* A random file: scopes, defaults, lists, all kinds of names and values.  */
static char *
random_file (uint64_t seed)
{
  static const char *const lists[] = {
    "[color=red]", "[color=blue, x=\"a b\"]", "[x=<h <i>t</i>>]", "[color=\"\", z=\"\\N\"]", "[y=\"1;2\"]", "[é=\"ü\\n\"]",
    "[stride=2]", "[strides=\"2,2\", label=\"say \\\"x\\\"\"]", "[kernel=3, \"odd name\"=1]", "[kernel=4]", "[padding=0] [y=\"\"]", "[type=Conv2d, bias=False]",
    "[channels=4]", "[channels=many]", "[activation=relu, norm=bn]", "[groups=2, group=3]" };
  static const char *const statements[] = { "node ", "edge ", "graph ", "s -> a ", "a -> b ", "b -> t ", "s -> t ", "a ", "b ", "s -> b " };
  uint64_t state = seed;
  char *text = calloc (1, 4000);
  strcat (text, "digraph \"g\" { s -> a; a -> b; b -> t;\n");
  int depth = 0;
  for (int n = 0; n < 25; n++)
    {
      const uint32_t what = kit_below (&state, 12);
      if (what == 0 && depth < 3)
        {
          strcat (text, kit_below (&state, 2) ? "subgraph x {\n" : "{\n");
          depth++;
        }
      else if (what == 1 && depth)
        {
          strcat (text, "}\n");
          depth--;
        }
      else
        {
          strcat (text, some (&state, statements, 10));
          strcat (text, some (&state, lists, seed % 2 ? 16 : 6)); /* the first 6 are no words */
          strcat (text, ";\n");
        }
    }
  for (; depth; depth--)
    strcat (text, "}");
  strcat (text, "}\n");
  return text;
}

/* All attributes of an object, but those that a field says, as one text on the heap.  */
static char *
all_attributes (const mm_module *m, mm_place place, uint32_t handle)
{
  char *text = NULL;
  size_t length;
  FILE *out = open_memstream (&text, &length);
  mm_attribute *list;
  uint32_t count;
  cr_assert_eq (mm_module_attributes (m, place, handle, &list, &count), MM_OK);
  for (uint32_t i = 0; i < count; i++)
    if (!mm_word_lists ("color x label", list[i].name) && mm_word_called (list[i].name, place) != MM_WORD_NONE)
      continue;
    else
      fprintf (out, "%s=%s%s;", list[i].name, list[i].value, list[i].html ? "(h)" : "");
  const mm_layer_info e = place == MM_ON_LAYER ? mm_module_layer_info (m, handle) : (mm_layer_info){ 0 };
  const mm_blob_info v = place == MM_ON_BLOB ? mm_module_blob_info (m, handle) : (mm_blob_info){ 0 };
  fprintf (out, "%u %u %u %u %u %u %u %s %s", e.kind, e.kernel_h, e.kernel_w, e.stride, e.dilation, e.groups, v.channels,
           v.activation ? v.activation : "-", v.norm ? v.norm : "-");
  fclose (out);
  free (list);
  return text;
}

static int
by_text (const void *a, const void *b)
{
  return strcmp (*(char *const *) a, *(char *const *) b);
}

/* What all objects of a module say, sorted.  */
static char *
everything (const mm_module *m)
{
  const uint32_t blobs = mm_module_blobs (m), count = blobs + mm_module_layers (m) + 1;
  char **texts = calloc (count, sizeof *texts), *all = NULL;
  size_t length;
  FILE *out = open_memstream (&all, &length);
  for (uint32_t i = 0; i < count; i++)
    texts[i] = i + 1 == count ? all_attributes (m, MM_ON_GRAPH, 0)
                              : all_attributes (m, i < blobs ? MM_ON_BLOB : MM_ON_LAYER, i < blobs ? i : i - blobs);
  qsort (texts, count, sizeof *texts, by_text);
  for (uint32_t i = 0; i < count; i++)
    {
      fprintf (out, "%s\n", texts[i]);
      free (texts[i]);
    }
  free (texts);
  fclose (out);
  return all;
}

Test (words, random_files_come_back_with_all_they_said)
{
  int refused = 0;
  for (uint64_t seed = 0; seed < 2000; seed++)
    {
      char *text = random_file (seed);
      mm_module *m = read_text (text);
      char *once = written (m);
      mm_module *again = read_text (once);
      char *twice = written (again), *before = everything (m), *after = everything (again);
      cr_assert_str_eq (once, twice, "seed %d:\n%s", (int) seed, text);
      cr_assert_str_eq (before, after, "seed %d:\n%s\n%s", (int) seed, text, once);
      /* What subgraphs say is not written, but what layers and blobs say is judged as before.  */
      refused += mm_module_check_numbers (again, NULL) != MM_OK;
      if (mm_module_check_numbers (m, NULL) == MM_OK)
        cr_assert_eq (mm_module_check_numbers (again, NULL), MM_OK, "seed %d:\n%s\n%s", (int) seed, text, once);
      mm_module_free (m);
      mm_module_free (again);
      free (once);
      free (twice);
      free (before);
      free (after);
      free (text);
    }
  cr_expect (refused > 100 && refused < 2000, "%d", refused);
}

/* ---- memory and size -------------------------------------------------------------------- */

Test (words, survives_running_out_of_memory_at_every_point)
{
  mm_module *m = chain ("label=x", "color=red", "padding=1, xlabel=x");
  for (long n = 0;; n++)
    {
      mm_attribute *list = NULL;
      uint32_t count = 0;
      failing_after (n);
      mm_status s = mm_module_attributes (m, MM_ON_LAYER, 0, &list, &count);
      bool happened = failing_happened ();
      failing_after (-1);
      cr_assert_eq (s, happened ? MM_ENOMEM : MM_OK, "point %ld", n);
      cr_assert ((list == NULL) == (count == 0));
      free (list);
      if (!happened)
        break;
    }
  for (long n = 0;; n++)
    {
      mm_builder *b = mm_builder_new ();
      failing_after (n);
      mm_status s = mm_builder_copy (b, m);
      const char *const names[] = { "stride", "x" };
      for (int i = 0; i < 2 && !s; i++)
        s = mm_builder_set_attribute (b, MM_ON_LAYER, 0, names[i], "2", 0);
      if (!s)
        s = mm_builder_set_attribute (b, MM_ON_BLOB, 0, "filters", "2", 0);
      bool happened = failing_happened ();
      failing_after (-1);
      cr_assert_eq (s, happened ? MM_ENOMEM : MM_OK, "point %ld", n);
      mm_builder_free (b);
      if (!happened)
        break;
    }
  mm_module_free (m);
}

Test (words, many_defaults_for_many_layers_take_time_in_proportion)
{
  /* Each of n layers has each of n defaults: a reader that looks at all pairs would need minutes.  */
  enum { MANY = 20000 };
  char *text = malloc (MANY * 60), *end = text + sprintf (text, "digraph {\n");
  for (int i = 0; i < MANY; i++)
    end += sprintf (end, "edge [Stride_%d_=2, kernel=3];\n", i);
  for (int i = 0; i < MANY; i++)
    end += sprintf (end, "s%s -> t%s [w=%d];\n", "", "", i);
  strcpy (end, "}\n");
  mm_module *m = read_text (text);
  cr_expect_eq (mm_module_layers (m), MANY);
  cr_expect_eq (mm_module_check_numbers (m, NULL), MM_OK);
  mm_module_free (m);
  free (text);
}

Test (words, a_list_that_says_one_thing_many_times_says_it_once)
{
  enum { MANY = 5000 };
  char *text = malloc (MANY * 60), *end = text + sprintf (text, "digraph {\nedge [");
  for (int i = 0; i < MANY; i++)
    end += sprintf (end, "%s=%d ", i % 2 ? "kernel" : "Kernel", 1 + 2 * (i / 2 % 3));
  end += sprintf (end, "kernel=3 Kernel=3 stride=x stride=1];\n");
  for (int i = 0; i < MANY; i++)
    end += sprintf (end, "s -> t [w=%d];\n", i);
  strcpy (end, "}\n");
  mm_module *m = read_text (text);
  mm_attribute *list;
  uint32_t count;
  cr_expect_eq (mm_module_check_numbers (m, NULL), MM_OK);
  cr_assert_eq (mm_module_attributes (m, MM_ON_LAYER, 7, &list, &count), MM_OK);
  cr_expect_eq (count, 4); /* Kernel kernel stride w */
  free (list);
  mm_module_free (m);
  free (text);
}
