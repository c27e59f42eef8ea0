/* numeric/draft_i.h: the working state of a morph; for numeric/ only.

   The steps of NUMERICS.md section 2 are one file each.  All of them work on a draft: the
   module seen through a view in which the hub is an in-hub, parallel layers taken
   together as bundles, and the channels of every blob in four runs

       [ Y | Z | W1 | W2 ]     Y: units of the input code, Z: of the output code, W1 and W2: free

   with the order W2 > U > W1, where U is Y and Z together: what is random leads down that order
   only, so that no random entry lies on an s-t path outside the code (T8).  s is all Y and
   t all Z.  With one hub a blob has Y or Z, never both; with several (hubs.c) it may.  */
#ifndef MM_NUMERIC_DRAFT_I_H
#define MM_NUMERIC_DRAFT_I_H

#include "numeric/filter.h"
#include "numeric/random.h"
#include "numeric/rank_i.h"
#include "numeric/view_i.h"

typedef enum mm_side
{
  MM_SIDE_INPUT, /* units of the input code, Y: at s and what feeds a hub */
  MM_SIDE_OUTPUT /* units of the output code, Z: at what a hub feeds, and at t */
} mm_side;

/** What the channels of a blob are for. */
typedef struct mm_part
{
  uint32_t channels, used, w1, w2; /* used + w1 + w2 = channels */
  uint32_t code;                   /* of those used: Y; the others are Z */
  bool active;                     /* its W1 is read out at t (step ACTIVE) */
} mm_part;

/** Some channels of a blob, one after the other. */
typedef struct mm_run
{
  uint32_t at, count;
} mm_run;

/** All layers between two blobs, as one filter. */
typedef struct mm_bundle
{
  mm_blob tail, head;     /* in the direction of the view */
  uint32_t first, count;  /* its layers: draft->member[first … first + count - 1] */
  uint32_t input, output; /* units that it carries on */
  uint32_t start;         /* units of the output code that start on it (several hubs) */
  uint32_t row;           /* where they arrive among the units of the head */
  bool hub;               /* carries the kernel: into the one hub, or out of one of several */
  mm_filter filter;       /* channels of head x channels of tail, over the box of all its layers; owned */
} mm_bundle;

/** What turns a wish at t into weights on the layers into the hub. */
typedef struct mm_hub
{
  uint32_t rows;    /* channels at the tails of all hub bundles */
  double *from;     /* in x rows: the inverse of s to those; NULL: the identity; owned */
  double *to;       /* rank_out x out: the inverse of the hub to t; NULL: the identity; owned */
  double condition; /* the worse of both, about 1 for orthogonal codes */
} mm_hub;

typedef struct mm_draft
{
  const mm_view *view;     /* borrowed */
  const mm_demand *demand; /* in the direction of the view; borrowed */
  const mm_bases *bases;   /* likewise */
  uint64_t seed;
  mm_blob hub;      /* MM_NONE: several */
  double scale;     /* the parent is this times target */
  mm_filter target; /* in the direction of the view, cropped to its support, at He scale */
  uint32_t bundles;
  mm_bundle *bundle; /* by place of tail, then of head, in topological order */
  mm_layer *member;
  mm_part *part;     /* per blob */
  double **from;     /* per blob with Y: s to it, Y x in; NULL at s (identity) and elsewhere */
  double **to;       /* per blob with Z: it to t, out x Z; NULL at t (identity) and elsewhere */
  mm_hub solver;     /* once MIX is done */
} mm_draft;

/** Independent random numbers for each step and bundle (or blob). */
typedef enum mm_stream
{
  MM_STREAM_MIX,
  MM_STREAM_FILL,
  MM_STREAM_ACTIVE,
  MM_STREAM_SPLIT,
  MM_STREAM_GAUGE,
  MM_STREAM_CARRY,
  MM_STREAM_CODE
} mm_stream;

/** What layers and blobs carry, in the direction of the view; borrowed. */
typedef struct mm_loads
{
  mm_blob hub;            /* the one hub; MM_NONE: several */
  const uint32_t *input;  /* per layer: units of the input code; NULL with several hubs, where they mix */
  const uint32_t *output; /* per layer: units of the output code that are carried on; NULL: none */
  const uint32_t *code;   /* several hubs: per blob, channels for the input code */
  const uint32_t *start;  /* several hubs: per layer, units of the output code that start on it */
} mm_loads;

/**
 * Lay out bundles and channels.  Of the output code of several hubs, what is more than enough is left away.
 * @param parent  in the direction of the module; borrowed for the call
 * @return MM_OK; MM_ENOMEM; MM_ELIMIT
 */
mm_status mm_draft_init (mm_draft *draft, const mm_view *view, const mm_demand *demand, const mm_bases *bases,
                        const mm_filter *parent, const mm_loads *loads, uint64_t seed);
void mm_draft_clear (mm_draft *draft);

/** The greatest share of an interior blob's channels that units use. */
double mm_draft_share (const mm_draft *draft);

void mm_draft_random (const mm_draft *draft, mm_stream stream, uint32_t index, mm_random *random);

/** The variance of He initialisation at one tap of a bundle, summed over its layers that have this tap. */
double mm_bundle_variance (const mm_draft *draft, const mm_bundle *b, uint32_t y, uint32_t x);

/** Is tap (y, x) of the bundle inside the centred kh x kw box? */
bool mm_bundle_inside (const mm_bundle *b, uint32_t y, uint32_t x, uint32_t kh, uint32_t kw);

/** Where row and column of the centre tap lie; rows are filter.in apart. */
double *mm_bundle_centre (const mm_bundle *b, uint32_t row, uint32_t column);

/** The channels of a blob that are for units of one side; none: count 0. */
mm_run mm_draft_run (const mm_draft *draft, mm_blob v, mm_side side);

/** Whether the tail of a bundle has units of one side, and its head of another (or the same). */
bool mm_bundle_joins (const mm_draft *draft, const mm_bundle *b, mm_side tail, mm_side head);

/** Normal entries, scaled so that their root mean square is std exactly; `stride` entries from row to row. */
void mm_randomise (double *at, uint32_t rows, uint32_t columns, size_t stride, double std, mm_random *random);

/**
 * The same in a run of rows and columns of one tap.  Columns of s stay within what the
 * parent reads, rows of t within what it writes (the bases); these runs must be whole.
 */
mm_status mm_bundle_randomise (const mm_draft *draft, const mm_bundle *b, double *tap, uint32_t row, uint32_t rows,
                               uint32_t column, uint32_t columns, double std, mm_random *random);

/** The root mean square of all entries, relative to He initialisation. */
double mm_bundle_scale (const mm_draft *draft, const mm_bundle *b);

/** A filter with every tap transposed. */
mm_status mm_filter_turned (const mm_filter *f, mm_filter *out);

/* ---- the steps ---------------------------------------------------------------- */

/** Mark the blobs whose free channels can be read out at t, which must be the hub (step ACTIVE). */
void mm_draft_activate (mm_draft *draft);

/** BASE: hand the units along the flow, and give those that start their places. */
mm_status mm_step_base (mm_draft *draft);

/** CODE, with several hubs: random constants between all blobs that have channels for the input code. */
mm_status mm_step_code (mm_draft *draft);

/**
 * MIX: constants between blobs of one side, random kernels past the hub, and the hub (or hubs) itself.
 * Mixing is halved until the hub has a scale near He's.
 */
mm_status mm_step_mix (mm_draft *draft);

/** FILL: the bundles that end at the hub, or all others. */
mm_status mm_step_fill (mm_draft *draft, bool hub);

/** ACTIVE: read out the free channels at t, and take what they compute off the hub, which must be t. */
mm_status mm_step_active (mm_draft *draft);

/** GAUGE: turn the channels of each interior blob by a random orthogonal matrix. */
mm_status mm_step_gauge (mm_draft *draft);

/**
 * SPLIT: shares of a bundle for its layers, with zero-sum noise, turned to the direction of the
 * module.  Empties the bundles.
 * @param filter  out: per layer of the module
 */
mm_status mm_step_split (mm_draft *draft, mm_filter *filter);

/** BALANCE: bring all layers near He's scale; no blob but the interior ones is touched. */
mm_status mm_step_balance (const mm_module *m, mm_filter *filter);

/* ---- transfers (constants.c) ------------------------------------------------------- */

/** Fill draft->from and draft->to from the centre taps inside each side. */
mm_status mm_transfer_constants (mm_draft *draft);

/** A run of rows and columns of a bundle, and what lies beyond both. */
typedef struct mm_block
{
  uint32_t row, rows;       /* channels at the head */
  uint32_t column, columns; /* channels at the tail */
  const double *to;         /* from those rows to t, out x rows; NULL: the identity */
  const double *from;       /* from s to those columns, columns x in; NULL: the identity */
} mm_block;

/**
 * acc -= to F[rows, columns] from: what a block of one bundle carries from s to t.
 * @param acc  out x in; taps of the block outside its box must be zero
 */
mm_status mm_transfer_subtract (const mm_bundle *b, const mm_block *block, mm_filter *acc);

/* ---- inverses (inverse.c) -------------------------------------------------------- */

/**
 * The left inverse of an m x n matrix, m >= n.
 * @param x      out: n x m
 * @param worst  raised to the condition, when that is greater: about 1 for orthogonal columns of
 *               equal length, HUGE_VAL when columns depend on each other and there is no left inverse
 */
mm_status mm_left_inverse (size_t m, size_t n, const double *a, double *x, double *worst);

/**
 * What turns a wish on s into one on the code that `stack` makes of it: Rt (stack Rt)^+.
 * @param stack  rows x in
 * @param from   out: in x rows
 * @param worst  raised to the condition, when that is greater
 */
mm_status mm_code_inverse (const mm_draft *draft, uint32_t rows, const double *stack, double *from, double *worst);

/* ---- the hub (hub.c) ------------------------------------------------------------- */

mm_status mm_hub_init (mm_hub *hub, const mm_draft *draft);
void mm_hub_clear (mm_hub *hub);

/** The same for several hubs: set what starts, so that all together is `wish`. @param condition  out */
mm_status mm_hubs_set (mm_draft *draft, const mm_filter *wish, double *condition);

/** Add to the hub bundles what makes the module's function grow by `wish`. Its box fits all of them. */
mm_status mm_hub_add (const mm_hub *hub, mm_draft *draft, const mm_filter *wish);

#endif
