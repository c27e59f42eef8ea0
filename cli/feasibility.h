/* cli/feasibility.h: whether a module can hold a convolution, in words and as JSON.  */
#ifndef MM_CLI_FEASIBILITY_H
#define MM_CLI_FEASIBILITY_H

#include "numeric/route.h"
#include "prove/capacity.h"

/** How long integer programs may take, unless the user says it. */
enum { CLI_SECONDS = 10 };

/** What a repair is to cost little of. */
typedef enum cli_price
{
  CLI_PRICE_CHANNELS,
  CLI_PRICE_PARAMETERS,
  CLI_PRICE_MACS
} cli_price;

/** The answer to "can it hold this convolution?", of one hub (numeric/) and of several (prove/). */
typedef struct cli_capacity
{
  mm_feasibility f;   /* its answer is that of all methods together */
  bool tried;         /* whether several hubs were looked for, and with what success: */
  mm_planned several;
  mm_hubs plan;       /* when feasible: of one hub or several */
  const char *certificate; /* where one was written; NULL: nowhere */
  bool priced;        /* f's repair is that of cli_capacity_repair, with this price: */
  cli_price price;
  bool cheapest;      /* and no other costs less than it, or than least: */
  uint64_t cost, least; /* UINT64_MAX: more than fits */
  mm_planned ended;     /* how the search for the repair ended, when there is none; see mm_sized */
  mm_hubs repaired;     /* the plan that the repair makes room for; all zero when one hub does */
} cli_capacity;

/**
 * Decide it: for a given parent, or when that is NULL for a demand.
 * @param seconds  for deciding and a repair together; several hubs are looked for in three quarters of it at most
 * @return MM_OK, with *c to be cleared; what mm_feasible and mm_capacity_plan return
 */
mm_status cli_capacity_decide (const mm_module *m, const mm_filter *parent, const mm_demand *demand, double seconds,
                               cli_capacity *c, mm_error *err);
void cli_capacity_clear (cli_capacity *c);

/** How many channels f's repair adds, all blobs together. */
uint64_t cli_channels_added (const mm_module *m, const mm_feasibility *f);

/**
 * Look for the cheapest repair of what is not feasible; it takes the place of the one that numeric/ found.
 * @param pixels  of the image, with CLI_PRICE_MACS; else 1
 * @return as mm_capacity_repair
 */
mm_status cli_capacity_repair (const mm_module *m, cli_capacity *c, cli_price price, uint64_t pixels, double seconds,
                               mm_error *err);

/**
 * Write the repaired module, after verifying in integers that a plan is one of it.  Where there is nothing to repair, or
 * no repair, nothing is written, which is said.
 * @return whether the module was written, or there was nothing to write; false after an error
 */
bool cli_capacity_write_repair (const mm_module *m, const cli_capacity *c, const char *path);

/**
 * Write the certificate of the answer to a file; of undecided there is none, which is said.
 * @return whether it was written, and then c->certificate says where
 */
bool cli_capacity_write (const mm_module *m, cli_capacity *c, const char *path);

/** Print whether a module can hold a convolution, why not, and what would help. @return the exit status */
int cli_put_capacity (const char *path, const mm_module *m, const cli_capacity *c);

/** The same as one JSON object. @return the exit status */
int cli_put_capacity_json (const char *path, const mm_module *m, const cli_capacity *c);

#endif
