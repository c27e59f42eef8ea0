/* graph/words_i.h: the words of the field, however they are spelt, and what they mean at each place;
   for graph/ only.

   One table (words.c) says which names of attributes change what a layer computes, who may carry
   them, and what becomes of them elsewhere.  Names are compared without regard to case, `_`, `-`,
   `.` and blanks: kernel_size, kernelSize and KERNEL-SIZE are one.  Names that Graphviz owns at a
   place (`group` of a node, `weight` of an edge, `pad` of a graph) stay Graphviz's there, when they
   are spelt as Graphviz spells them.  */
#ifndef MM_GRAPH_WORDS_I_H
#define MM_GRAPH_WORDS_I_H

#include "graph/attributes_i.h"
#include "graph/module_i.h"

typedef enum mm_word
{
  MM_WORD_NONE = 0, /* drawing or bookkeeping: never matters */
  MM_WORD_KEY,
  MM_WORD_LABEL,
  MM_WORD_STYLE,
  MM_WORD_DIR,
  MM_WORD_KERNEL,
  MM_WORD_KERNEL_H,
  MM_WORD_KERNEL_W,
  MM_WORD_STRIDE,
  MM_WORD_STRIDE_H,
  MM_WORD_STRIDE_W,
  MM_WORD_DILATION,
  MM_WORD_DILATION_H,
  MM_WORD_DILATION_W,
  MM_WORD_GROUPS,
  MM_WORD_PADDING,
  MM_WORD_PADDING_H,
  MM_WORD_PADDING_W,
  MM_WORD_PADDING_MODE,
  MM_WORD_AUTO_PAD,
  MM_WORD_KIND,
  MM_WORD_CLASS, /* a kind where its value is that of one, else bookkeeping */
  MM_WORD_CHANNELS,
  MM_WORD_OUT_CHANNELS,
  MM_WORD_IN_CHANNELS,
  MM_WORD_BIAS,
  MM_WORD_NO_BIAS,
  MM_WORD_ACTIVATION,
  MM_WORD_ACTIVATION_FLAG, /* relu=true */
  MM_WORD_SLOPE,
  MM_WORD_NORM,
  MM_WORD_NORM_FLAG, /* bn=true */
  MM_WORD_NORM_EPSILON,
  MM_WORD_MERGE,
  MM_WORD_WEIGHTS,
  MM_WORD_SOURCE,
  MM_WORD_SINK,
  /* What can only be left alone: anything but its default is refused.  */
  MM_WORD_OTHER_NORM,
  MM_WORD_OUTPUT_PADDING,
  MM_WORD_CEIL_MODE,
  MM_WORD_OFFSET,
  MM_WORD_TRANSPOSED,
  MM_WORD_DEPTHWISE,
  MM_WORD_FLIP,
  MM_WORD_CAUSAL,
  MM_WORD_UPSAMPLE,
  MM_WORD_POOL,
  MM_WORD_ATTENTION,
  MM_WORD_SKIP,
  MM_WORD_SHUFFLE,
  MM_WORD_DEFORMABLE,
  MM_WORD_CLIP,
  MM_WORD_SCALE,
  MM_WORD_MULTIPLIER,
  MM_WORD_INPUT_DILATION,
  MM_WORD_BATCH_GROUPS,
  MM_WORD_DOWNSAMPLE,
  MM_WORD_REPEAT,
  MM_WORDS /* how many there are */
} mm_word;

/** What becomes of a word at a place. */
typedef enum mm_rule
{
  MM_RULE_IGNORED = 0, /* it says nothing about numbers there */
  MM_RULE_READ,        /* it has a meaning of its own there: words_read.c, words_check.c */
  MM_RULE_ZERO,        /* harmless only as 0, false, none */
  MM_RULE_ONE,         /* harmless only as 1 */
  MM_RULE_NEVER        /* it belongs elsewhere */
} mm_rule;

/** A place where attributes stand; the first three are mm_place. */
enum { MM_ON_SUBGRAPH = MM_ON_LAYER + 1, MM_PLACES };

typedef struct mm_word_row
{
  mm_word word;
  const char *name;      /* the right word */
  const char *spellings; /* folded, with a blank between any two */
  mm_rule rule[MM_PLACES];
  const char *advice; /* what to do, or NULL */
} mm_word_row;

const mm_word_row *mm_word_at (mm_word word);

/** What a name means at a place. */
mm_word mm_word_called (const char *name, unsigned place);

enum { MM_FOLDED = 40 };

/** Lower case without `_`, `-`, `.` and blanks; "" for what is too long to be a word. */
const char *mm_word_fold (const char *name, char folded[MM_FOLDED]);

/* ---- word_values.c ------------------------------------------------------------- */

/** "3", "3x5", "(3, 5)", "[3 5]", "3*5", "(3,)", "[1, 3, 5, 1]", "1,1,1,1". */
typedef struct mm_numbers
{
  uint32_t at[4];
  unsigned count;  /* 1 to 4 */
  bool bracketed;
  bool too_large;  /* all but the size of a number was right */
} mm_numbers;

/** @return whether the text is 1 to 4 whole numbers */
bool mm_value_numbers (const char *text, mm_numbers *n);

/** Height and width: of one number, of two, of one in brackets (1 x k), or of four with ones for the other axes. */
bool mm_value_pair (const char *text, uint32_t *h, uint32_t *w);

/** What a layer pads with, on all four sides: "1", "(1, 0)", "[1, 0, 1, 0]" (top, left, bottom, right), "((1, 1), (0, 0))". */
bool mm_value_pads (const char *text, uint32_t *h, uint32_t *w);

/** A decimal number from 0, "0.001", "1e-3", in any locale. @return whether it is one; *x is unchanged otherwise */
bool mm_value_real (const char *text, double *x);

/** Whether one of the words of a list with blanks between them is this. */
bool mm_word_lists (const char *words, const char *word);

enum { MM_VALUE = 64 };

/** The word in a value: "nn.Conv2d", "<class 'x.Conv2D'>", "Conv2d()", "dict(type='Conv2d')" are conv2d; "" when it is too long. */
const char *mm_value_fold (const char *text, char folded[MM_VALUE]);

/** One number: a pair whose sides are equal, from 1. */
bool mm_value_count (const char *text, uint32_t *count);

bool mm_value_is_false (const char *text); /* 0, false, no, none, null, off, … */
bool mm_value_is_true (const char *text);  /* 1, true, yes, on */
bool mm_value_is_zero (const char *text);  /* 0, 0.0, (0, 0) or false */
bool mm_value_is_one (const char *text);   /* 1, 1.0, (1, 1) */

/** What kind of operator a value names. */
typedef enum mm_op
{
  MM_OP_UNKNOWN = 0,
  MM_OP_CONV,
  MM_OP_IDENTITY,
  MM_OP_AVGPOOL,
  MM_OP_FIXED,
  MM_OP_OPAQUE,
  MM_OP_SUM,
  MM_OP_INPUT,  /* a placeholder, an output, a tensor: no operator at all */
  MM_OP_OTHER,  /* an operator that a module has no word for */
  MM_OP_DEPTHWISE
} mm_op;

mm_op mm_value_op (const char *text);

/** The kind of a layer that is such an operator. */
mm_kind mm_op_kind (mm_op op);

/** Whether a kind is written by one of the five words of the format. */
bool mm_value_is_kind (const char *text, mm_kind *kind);

/** An activation by its name. */
mm_activation_class mm_value_activation (const char *text);

typedef enum mm_norm_class
{
  MM_NORM_NONE,
  MM_NORM_BATCH,
  MM_NORM_OTHER
} mm_norm_class;

mm_norm_class mm_value_norm (const char *text);

/* ---- words_read.c -------------------------------------------------------------- */

enum { MM_READINGS = 16 };

/** Which group says a word last, for each word; objects of one file are read one after the other. */
typedef struct mm_said
{
  const mm_attributes *a;
  const mm_pool *text;
  uint32_t head;             /* of the object that was read last */
  uint32_t newest[MM_WORDS]; /* of that object */
  struct
  {
    uint32_t head;
    uint32_t newest[MM_WORDS];
  } kept[MM_READINGS]; /* of defaults that were met before */
} mm_said;

void mm_said_init (mm_said *r, const mm_attributes *a, const mm_pool *text);

/** Turn to the object whose attributes begin at `head`. */
void mm_said_of (mm_said *r, uint32_t head);

/** The setting that counts for a word, or NULL; its value is never empty. */
const mm_setting *mm_said_setting (const mm_said *r, mm_word word);

/** Its value, or NULL. */
const char *mm_said_value (const mm_said *r, mm_word word);

/** The setting that counts for a word of one object, or NULL.  O(its attributes). */
const mm_setting *mm_word_setting (const mm_attributes *a, uint32_t head, mm_word word);

/* What the attributes say of the object that was turned to; what cannot be used leaves the info as it is.  */
void mm_said_layer (const mm_said *r, mm_layer_info *info);
void mm_said_blob (const mm_said *r, mm_blob_info *info);
void mm_said_padding (const mm_said *r, mm_padding *padding);

/** Whether a setting at that place is all said by the infos, so that writers need not repeat it. */
bool mm_setting_is_said (const mm_pool *text, const mm_setting *setting, unsigned place);

#endif
