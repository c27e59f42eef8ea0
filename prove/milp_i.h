/* prove/milp_i.h: small mixed-integer linear programs; for prove/capacity*.c only.

   A program is put together from plain arrays, so that the solver is at work only inside
   mm_milp_solve.  Which solver that is only prove/capacity_glpk.c knows.  */
#ifndef MM_PROVE_MILP_I_H
#define MM_PROVE_MILP_I_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "graph/status.h"

/** "No bound", for low (negative) and high. */
#define MM_MILP_FREE 1e300

typedef struct mm_milp_column
{
  double low, high;
  double cost;
  bool integer;
} mm_milp_column;

typedef struct mm_milp_row
{
  double low, high;
} mm_milp_row;

typedef struct mm_milp_term
{
  uint32_t row, column;
  double value;
} mm_milp_term;

/**
 * Minimise cost · x, where low <= x <= high, low <= sum of a row's terms <= high, and some x are
 * whole.  Columns and rows count from 0.  A row has at most one term per column.
 */
typedef struct mm_milp
{
  mm_milp_column *column;
  mm_milp_row *row;
  mm_milp_term *term;
  size_t columns, rows, terms;
  size_t column_capacity, row_capacity, term_capacity;
  double gap;       /* a solution is good enough when it costs at most this share more than the bound; 0: best */
  int megabytes;    /* that the solver may take; 0: MM_MILP_MEGABYTES */
  double deadline;  /* of mm_capacity_now, by when it has to be put together; 0: none */
  mm_status status; /* the first thing that went wrong while it was put together; later additions do nothing.
                       MM_END: the deadline passed; MM_ELIMIT: it would not fit the megabytes */
} mm_milp;

void mm_milp_clear (mm_milp *p); /* an all-zero struct is an empty program */

/** Add a column or a row. @return its number; 0 when p->status says that it could not be added */
uint32_t mm_milp_real (mm_milp *p, double low, double high, double cost);
uint32_t mm_milp_whole (mm_milp *p, double low, double high, double cost);
uint32_t mm_milp_row_add (mm_milp *p, double low, double high);

/** Add value times a column to a row. */
void mm_milp_add (mm_milp *p, uint32_t row, uint32_t column, double value);

typedef enum mm_milp_answer
{
  MM_MILP_BEST,  /* value is a solution of least cost, up to the gap */
  MM_MILP_SOME,  /* value is a solution; the time was up, or the solver gave up, before it was known to be the best */
  MM_MILP_NONE,  /* there is no solution */
  MM_MILP_OPEN,  /* the time was up before a solution was found */
  MM_MILP_TOO_LARGE, /* the megabytes that the solver may take were up first */
  MM_MILP_FAILED     /* the solver gave up, or an assertion of its own failed */
} mm_milp_answer;

typedef struct mm_milp_result
{
  mm_milp_answer answer;
  double *value; /* columns entries with BEST and SOME; owned */
  double cost;   /* of that solution */
  double bound;  /* no solution costs less; -MM_MILP_FREE when nothing is known */
} mm_milp_result;

void mm_milp_result_clear (mm_milp_result *r);

/**
 * Solve it in floating point, so every answer is to be taken as a proposal: verify a solution
 * in integers before believing it, and prove nothing by NONE or by a bound.
 *
 * Nothing is printed and the process never ends here, whatever the solver thinks of the
 * program: its messages are swallowed, and its fatal errors become an answer or a status.  It
 * runs in a thread of its own, which has ended when this comes back: what the caller, or any other
 * thread, has in the same solver is left alone.
 *
 * @param seconds  about how long it may take; the clock is looked at between pivots and between nodes
 * @return MM_OK, also when p->status is MM_END (the answer is MM_MILP_OPEN) or MM_ELIMIT (MM_MILP_TOO_LARGE); MM_ENOMEM,
 *         also when the system has no memory for the solver or its thread
 */
enum { MM_MILP_MEGABYTES = 1024 };
mm_status mm_milp_solve (const mm_milp *p, double seconds, mm_milp_result *out);

#endif
