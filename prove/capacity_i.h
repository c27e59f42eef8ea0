/* prove/capacity_i.h: a module and a demand as plain integers; for prove/capacity*.c only.  */
#ifndef MM_PROVE_CAPACITY_I_H
#define MM_PROVE_CAPACITY_I_H

#include "prove/capacity.h"
#include "prove/milp_i.h"

/**
 * A module that is to hold a demand, in the direction in which a plan reads it: in column mode from t
 * to s.  Everything below speaks of row mode in this direction.
 */
typedef struct mm_site
{
  const mm_module *m; /* borrowed */
  bool columns;
  uint32_t blobs, layers;
  mm_blob s, t;               /* in this direction */
  mm_blob *tail, *head;       /* per layer, in this direction */
  bool *fits;                 /* per layer: its kernel covers the demand's */
  uint32_t *channels;         /* per blob; of s and t those of the demand */
  uint32_t rank_in, rank_out; /* in this direction */
} mm_site;

/**
 * Row mode of m.
 * @return MM_OK; as mm_capacity_plan
 */
mm_status mm_site_init (mm_site *site, const mm_module *m, const mm_demand *demand, mm_error *err);

/** The same of a module that need not say its channels (0 then) and kernels (which fit nothing then). */
mm_status mm_site_bare (mm_site *site, const mm_module *m, const mm_demand *demand, mm_error *err);
void mm_site_clear (mm_site *site);

/** From row mode to column mode, and back. */
void mm_site_turn (mm_site *site);

/** The layers out of (into) a blob, in this direction. */
mm_handles mm_site_out (const mm_site *site, mm_blob v);
mm_handles mm_site_in (const mm_site *site, mm_blob v);

/** The i-th blob of a topological order in this direction. */
mm_blob mm_site_order (const mm_site *site, uint32_t i);

/* ---- flows ------------------------------------------------------------------------ */

/** A network that integral flows run through: arc k is stored at 2k, the reverse of it at 2k + 1. */
typedef struct mm_net
{
  uint32_t nodes;
  size_t arcs, capacity;
  uint32_t *first, *next, *to; /* lists of stored arcs; UINT32_MAX ends one */
  uint64_t *room;
  uint32_t *from, *queue;      /* the search: through which stored arc a node was reached */
} mm_net;

enum { MM_NET_SPARE = 1 }; /* nodes beyond the split blobs */

/** Room for a site: 2 blobs + 1 nodes; arcs for blobs and twice for layers. @return MM_OK; MM_ENOMEM; MM_ELIMIT */
mm_status mm_net_init (mm_net *net, const mm_site *site);
void mm_net_clear (mm_net *net);

#define MM_NET_INFINITE ((uint64_t) 1 << 62)

void mm_net_empty (mm_net *net);
size_t mm_net_arc (mm_net *net, uint32_t from, uint32_t to, uint64_t room);
uint64_t mm_net_on (const mm_net *net, size_t arc);

/** Push up to `limit` units along shortest augmenting paths (Edmonds and Karp 1972). @return how many */
uint64_t mm_net_push (mm_net *net, uint32_t from, uint32_t to, uint64_t limit);

/** The nodes of a split blob, and the spare node. */
static inline uint32_t
mm_net_into (mm_blob v)
{
  return 2 * v;
}

static inline uint32_t
mm_net_out_of (mm_blob v)
{
  return 2 * v + 1;
}

/* ---- plans ------------------------------------------------------------------------ */

/**
 * The plan that uses these hubs, if there is one in which blob v keeps at most code[v] channels for the input
 * code and passes at most pass[v] units of the output code.  Hubs on whose layers nothing starts are
 * left out, and code channels that no flow uses.
 *
 * @param hub   per blob: whether it may be used as a hub; s always is
 * @param code  per blob; of s and t it does not count
 * @param pass  per blob; code[v] + pass[v] <= channels[v] in the interior
 * @param found out
 * @param plan  out: when found; verified
 * @return MM_OK; MM_ENOMEM; MM_ELIMIT
 */
mm_status mm_plan_route (const mm_site *site, const bool *hub, const uint32_t *code, const uint32_t *pass,
                         bool *found, mm_hubs *plan);

/** Whether a plan holds on a site in the plan's own mode. @return MM_OK; MM_ENOMEM */
mm_status mm_plan_verify (const mm_site *site, const mm_hubs *plan, bool *ok);

/* ---- the program of T4 ------------------------------------------------------------- */

/** Where the parts of T4 are in a program. MM_NONE: not there. */
typedef struct mm_t4
{
  uint32_t *hub;   /* per blob: column, 1 when it is used as a hub; MM_NONE for s and what can be none */
  uint32_t *code;  /* per blob: column of y; MM_NONE for s and t */
  uint32_t *room;  /* per blob: row y + z <= channels; MM_NONE for s and t */
  uint32_t *carry; /* per layer: column of f; MM_NONE for layers out of s */
  uint32_t *start; /* per layer: column; MM_NONE where nothing can start */
} mm_t4;

/**
 * Append the columns and rows of T4 on a site to a program, without a cost.
 *
 * @param most   per blob: the most channels that it can have (the row `room` starts with the site's)
 * @param fits   per layer: whether its kernel may come to cover the demand's
 * @return MM_OK, with p->status to be looked at; MM_ENOMEM
 */
mm_status mm_t4_append (mm_milp *p, const mm_site *site, const uint64_t *most, const bool *fits, mm_t4 *out);
void mm_t4_clear (mm_t4 *t);

/** Make a plan of a solution, if it is one: rounded, routed again, verified. Statuses as mm_plan_route. */
mm_status mm_t4_plan (const mm_site *site, const mm_t4 *t, const double *value, bool *found, mm_hubs *plan);

/* ---- prices -------------------------------------------------------------------------- */

/** Seconds on a clock that only goes forward. */
double mm_capacity_now (void);

/** A program that has to be put together in a quarter of the time: the rest is for the solver, which first copies it. */
mm_milp mm_milp_begin (double gap, double seconds);

/** a + b and a * b, at most UINT64_MAX. */
uint64_t mm_capacity_sum (uint64_t a, uint64_t b);
uint64_t mm_capacity_product (uint64_t a, uint64_t b);

/** What the end of a run means. @param found  whether its solution, if any, is a plan */
mm_planned mm_milp_end (const mm_milp_result *r, bool found);

/** A search for the choice of least price that has a plan: the program of T4, and what the choice adds to it. All borrowed. */
typedef struct mm_chooser
{
  mm_site *site;
  const uint64_t *most; /* as in mm_t4_append */
  mm_milp *p;           /* of the mode at hand, while the two calls below run */
  mm_t4 *t;
  void *work;
  void (*add) (void *work); /* add to *p what may be chosen, at whole prices */
  /* Read a choice from a solution, and keep it in z when it has a plan (found) and is cheaper than what is there.
     Statuses as mm_t4_plan.  */
  mm_status (*take) (void *work, const double *value, mm_sized *z, bool *found);
} mm_chooser;

/**
 * Search in rows, then in columns, for what is cheaper than what z has, if anything. Turns the site.
 * @return MM_OK: z says what is known; else as mm_milp_solve and take
 */
mm_status mm_choose_cheapest (const mm_chooser *c, double seconds, mm_sized *z);

#endif
