/* render/scene_i.h: the scene, as the files of render/ see it.

   A scene holds every blob and every layer that ever lives, each with its place, its
   wording and its life [birth, death) in steps: state k shows what has
   birth <= k < death; what step k + 1 rewrites has death = k + 1; what step k made
   has birth = k.  Every picture follows from these two numbers.  */
#ifndef MM_RENDER_SCENE_I_H
#define MM_RENDER_SCENE_I_H

#include "render/draw.h"
#include "render/frame_i.h"
#include "render/geometry_i.h"
#include "rewrite/tree.h"

enum
{
  MM_SCENE_BLOBS = 60,   /* more do not fit a picture that a person can read */
  MM_SCENE_LAYERS = 240,
  MM_SCENE_FRAMES = 200
};

/** The kernel of a layer, composed for products; width 0: unknown. */
typedef struct mm_kernel
{
  uint32_t height, width, stride;
} mm_kernel;

typedef struct mm_scene_blob
{
  mm_point at;
  double radius;     /* of its outermost ring */
  uint32_t death;    /* the step that removes it, from 1; UINT32_MAX: none */
  char *full_name;
  char *name;        /* shortened: in the circle, or beside it */
  bool beside;       /* the name is too long for the circle */
  double name_size, name_width;
  mm_point name_at;  /* when beside */
  char *channels;    /* NULL: unknown */
  mm_point bead;     /* where state `death` remembers it */
  mm_point bead_name;
} mm_scene_blob;

typedef struct mm_scene_layer
{
  mm_term_info life; /* birth, death, ends, what it is made of */
  mm_kernel kernel;
  char *symbol;      /* G₄; NULL for the module's own layers */
  char *formula;     /* what it is made of, in the labels of its parts */
  char *label;       /* what is drawn: the formula, or the symbol when that is too long */
  char *title;       /* in full, for the SVG */
  double label_width;
  mm_point label_at;
  mm_route route;
  mm_trace trace;    /* of route */
  bool placed;       /* its label has a place */
} mm_scene_layer;

struct mm_scene
{
  const mm_derivation *derivation; /* borrowed */
  const mm_module *module;
  mm_tree *tree;
  mm_press *press;
  const char *letter; /* of symbols: G, unless the module's layers are called so */
  bool simple;      /* the verdict */
  uint32_t blobs, layers;
  size_t steps;
  mm_scene_blob *blob;
  mm_scene_layer *layer; /* by mm_term */
  mm_box hull;           /* of everything ever drawn, without captions */
  double caption_width;  /* what the widest caption needs */
};

static inline bool
mm_scene_shows_layer (const mm_scene *s, mm_term x, size_t state)
{
  return s->layer[x].life.birth <= state && state < s->layer[x].life.death;
}

static inline bool
mm_scene_shows_blob (const mm_scene *s, mm_blob v, size_t state)
{
  return state < s->blob[v].death;
}

/* ---- life.c ---- */

/** Allocate blobs and layers and fill in their lives and kernels. MM_ENOMEM, or MM_OK. */
mm_status mm_scene_live (mm_scene *s);

/** Whether step k (from 1) removes a blob by node reduction. */
bool mm_scene_is_node_step (const mm_scene *s, size_t k);

/* ---- naming.c ---- */

/** Names of blobs, fitted to their circles; names of the module's layers; the letter of symbols. */
mm_status mm_scene_name_module (mm_scene *s, mm_error *err);

/**
 * Name a product by what it is made of, or by its symbol when that is longer than
 * MM_LABEL_CHARACTERS or than `room` points; measures the label.  Parts first.
 */
mm_status mm_scene_name_product (mm_scene *s, mm_term x, double room, mm_error *err);

/* ---- layout.c ---- */

/** Place blobs and the module's layers, with room for every label that will ever be at an edge. */
mm_status mm_scene_arrange (mm_scene *s, mm_error *err);

/* ---- routing.c ---- */

/** Lead the module's own layers around blobs that dot let them touch. */
void mm_scene_mend_routes (mm_scene *s);

/** Find the routes of the products of step k; those of earlier steps are there. */
void mm_scene_route_products (mm_scene *s, size_t k);

/* ---- label.c ---- */

/** Place the names of blobs that are too long for their circles. */
void mm_scene_place_names (mm_scene *s);

/** The box of a blob's name beside its circle; empty when it is inside. */
mm_box mm_scene_name_box (const mm_scene *s, mm_blob v);

/** The box of the name at the bead of a blob that is gone. */
mm_box mm_scene_bead_box (const mm_scene *s, mm_blob v);

/** Place the labels of the layers born in step k (0: the module's), and the bead of the blob that it removes. */
void mm_scene_place_labels (mm_scene *s, size_t k);

/** The box of a placed label. */
mm_box mm_scene_label_box (const mm_scene *s, mm_term x);

/* ---- caption.c ---- */

/**
 * The two lines over state q.
 * @param most  how many products of a step to spell out at most
 * @param upper, lower  out: heap strings
 */
mm_status mm_scene_caption (const mm_scene *s, mm_direction direction, size_t q, uint32_t most, char **upper,
                            char **lower);

/** "NAME: simple" or "NAME: complex", for the caller to free; NULL when memory ran out. */
char *mm_scene_verdict (const mm_scene *s);

/* ---- paint.c ---- */

/** What a picture draws a state on: a box of mm_scene_cell size whose lower left corner is the sheet's origin. */
mm_box mm_scene_cell (const mm_scene *s);

/** Draw state q with its caption onto the sheet. */
mm_status mm_scene_paint (const mm_scene *s, mm_sheet *sheet, mm_direction direction, size_t q, mm_error *err);

/* ---- publish.c ---- */

/** Print a finished sheet into files. */
mm_status mm_scene_publish (const mm_scene *s, mm_sheet *sheet, size_t count, const char *const *paths,
                            const mm_format *formats, mm_error *err);

#endif
