/* prove/capacity.c: looking for plans.  */
#include "prove/capacity.h"

#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "graph/array.h"
#include "prove/capacity_i.h"

/* Free channels that a plan should leave in every blob (NUMERICS.md T4), and what each one missing costs.  */
enum { WANTED_FREE = 2, PRICE_OF_MISSING = 5 };
static const double good_enough = 0.1; /* plans are for use, not for records */

double
mm_capacity_now (void)
{
  struct timespec t;
  clock_gettime (CLOCK_MONOTONIC, &t);
  return (double) t.tv_sec + 1e-9 * (double) t.tv_nsec;
}

/* ---- several hubs --------------------------------------------------------------------- */

/* What a plan should be like: two channels of every blob free, and little used of the rest.  */
static void
price_use (mm_milp *p, const mm_site *site, const mm_t4 *t)
{
  for (mm_blob v = 0; v < site->blobs; v++)
    {
      if (t->code[v] == MM_NONE)
        continue;
      const mm_handles in = mm_site_in (site, v);
      const double share = 1.0 / site->channels[v];
      const uint32_t missing = mm_milp_real (p, 0, WANTED_FREE, PRICE_OF_MISSING);
      const uint32_t row = mm_milp_row_add (p, -MM_MILP_FREE, (double) site->channels[v] - WANTED_FREE);
      if (p->status)
        return;
      mm_milp_add (p, row, t->code[v], 1);
      mm_milp_add (p, row, missing, -1);
      p->column[t->code[v]].cost = share;
      for (uint32_t i = 0; i < in.count; i++)
        for (int kind = 0; kind < 2; kind++)
          {
            const uint32_t column = kind ? t->start[in.at[i]] : t->carry[in.at[i]];
            if (column == MM_NONE)
              continue;
            mm_milp_add (p, row, column, 1);
            p->column[column].cost = share;
          }
    }
}

/* Row mode of a site (which may have been turned).  */
static mm_status
plan_one_mode (const mm_site *site, const uint64_t *most, double seconds, mm_planned *answer, mm_hubs *plan)
{
  const double end = mm_capacity_now () + seconds;
  mm_milp p = mm_milp_begin (good_enough, seconds);
  mm_t4 t;
  mm_milp_result result = { .value = NULL };
  bool found = false;
  *answer = MM_PLAN_OPEN;
  mm_status s = mm_t4_append (&p, site, most, site->fits, &t);
  if (!s)
    {
      price_use (&p, site, &t);
      s = mm_milp_solve (&p, end - mm_capacity_now (), &result);
      if (!s && result.value)
        s = mm_t4_plan (site, &t, result.value, &found, plan);
      if (!s)
        *answer = found ? MM_PLAN_FOUND : mm_milp_end (&result, false);
      mm_t4_clear (&t);
    }
  mm_milp_result_clear (&result);
  mm_milp_clear (&p);
  return s;
}

static mm_status
plan_both_modes (mm_site *site, double seconds, mm_planned *answer, mm_hubs *plan)
{
  const double end = mm_capacity_now () + seconds;
  mm_planned other;
  uint64_t *most = mm_array_new (site->blobs, sizeof *most);
  if (!most)
    return MM_ENOMEM;
  for (mm_blob v = 0; v < site->blobs; v++)
    most[v] = site->channels[v];
  mm_status s = plan_one_mode (site, most, seconds / 2, answer, plan);
  if (!s && *answer != MM_PLAN_FOUND)
    {
      mm_site_turn (site);
      s = plan_one_mode (site, most, end - mm_capacity_now (), &other, plan);
      if (!s && (other == MM_PLAN_FOUND || *answer == MM_PLAN_NONE))
        *answer = other;
    }
  free (most);
  return s;
}

mm_status
mm_capacity_plan (const mm_module *m, const mm_demand *demand, double seconds, mm_planned *answer, mm_hubs *plan,
                  mm_error *err)
{
  mm_site site;
  *plan = (mm_hubs){ .count = 0 };
  *answer = MM_PLAN_OPEN;
  mm_status s = mm_site_init (&site, m, demand, err);
  if (s)
    return s;
  if (seconds > 0)
    s = plan_both_modes (&site, seconds, answer, plan);
  mm_site_clear (&site);
  return s ? mm_fail (err, s, 0, "%s", mm_status_text (s)) : MM_OK;
}

/* ---- one hub ---------------------------------------------------------------------------- */

/* What can be reached from a blob, itself included.  */
static void
mark_behind (const mm_site *site, mm_blob from, bool *seen)
{
  memset (seen, 0, site->blobs * sizeof *seen);
  seen[from] = true;
  for (uint32_t i = 0; i < site->blobs; i++)
    {
      const mm_blob v = mm_site_order (site, i);
      const mm_handles out = mm_site_out (site, v);
      for (uint32_t k = 0; seen[v] && k < out.count; k++)
        seen[site->head[out.at[k]]] = true;
    }
}

/* Ancestors of the hub, and itself, keep all their channels for the input code, the others for units of
   the output code: the two flows of T3 never meet.  */
static mm_status
route_single (const mm_site *site, mm_blob h, bool *found, mm_hubs *plan)
{
  bool *hub = mm_array_new (site->blobs, sizeof *hub), *behind = mm_array_new (site->blobs, sizeof *behind);
  uint32_t *code = mm_array_new (site->blobs, sizeof *code), *pass = mm_array_new (site->blobs, sizeof *pass);
  mm_status s = hub && behind && code && pass ? MM_OK : MM_ENOMEM;
  *found = false;
  if (!s)
    {
      mark_behind (site, h, behind);
      hub[h] = true;
      for (mm_blob v = 0; v < site->blobs; v++)
        if (behind[v] && v != h)
          pass[v] = site->channels[v];
        else
          code[v] = site->channels[v];
      s = mm_plan_route (site, hub, code, pass, found, plan);
    }
  free (hub);
  free (behind);
  free (code);
  free (pass);
  return s;
}

mm_status
mm_capacity_single (const mm_module *m, const mm_demand *demand, mm_blob h, bool columns, mm_planned *answer,
                    mm_hubs *plan, mm_error *err)
{
  mm_site site;
  bool found = false;
  *plan = (mm_hubs){ .count = 0 };
  *answer = MM_PLAN_NONE;
  mm_status s = mm_site_init (&site, m, demand, err);
  if (s)
    return s;
  if (columns)
    mm_site_turn (&site);
  if (h < site.blobs)
    s = route_single (&site, h, &found, plan);
  if (found)
    *answer = MM_PLAN_FOUND;
  mm_site_clear (&site);
  return s ? mm_fail (err, s, 0, "%s", mm_status_text (s)) : MM_OK;
}
