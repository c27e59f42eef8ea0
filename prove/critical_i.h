/* prove/critical_i.h: one gluing of two left sides; for critical*.c only.  */
#ifndef MM_PROVE_CRITICAL_I_H
#define MM_PROVE_CRITICAL_I_H

#include "prove/critical.h"

enum
{
  MM_GLUED_BLOBS = 10, /* of two left sides together */
  MM_GLUED_LAYERS = 16 /* as many as there are marks */
};

/** Two left sides being glued. */
typedef struct mm_gluing
{
  const mm_production *p[2];
  uint32_t glued[MM_PRODUCTION_SIZE];      /* by layer of the first: one of the second, or MM_NONE */
  uint32_t forced[MM_GLUED_BLOBS], groups; /* by blob of both: the group that shared layers put it in */
  uint32_t place[MM_GLUED_BLOBS];          /* by group: its blob in the graph */
  uint32_t places;
  uint64_t image[2]; /* of each left side: its layers in the graph */
  mm_critical_pair pair;
} mm_gluing;

/** The layer of the first left side that one of the second is glued to, or MM_NONE. */
uint32_t mm_gluing_partner (const mm_gluing *x, uint32_t layer_of_second);

/** What mm_gluings counts, in its order. */
typedef enum mm_gluing_kind
{
  MM_GLUING_IDENTIFIED,
  MM_GLUING_DANGLING,
  MM_GLUING_SAME,
  MM_GLUING_INDEPENDENT,
  MM_GLUING_CYCLIC,
  MM_GLUING_CRITICAL
} mm_gluing_kind;

/** Make the pair and the images, from p, glued, forced and place. */
void mm_gluing_assemble (mm_gluing *x);

/** What the assembled pair is. */
mm_gluing_kind mm_gluing_kind_of (const mm_gluing *x);

/**
 * Number blobs and layers of the pair as one reads, and put the redex at the earlier blob first
 * when both are of one rule.
 */
void mm_gluing_put_in_order (mm_gluing *x);

#endif
