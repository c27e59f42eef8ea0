/* prove/capacity_milp.c: programs put together, term by term.  */
#include "prove/capacity_i.h"

#include <stdlib.h>

#include "graph/array.h"

enum { MOST = 1 << 27 }; /* columns, rows, terms: the solver counts in int */

void
mm_milp_clear (mm_milp *p)
{
  free (p->column);
  free (p->row);
  free (p->term);
  *p = (mm_milp){ .status = MM_OK };
}

void
mm_milp_result_clear (mm_milp_result *r)
{
  free (r->value);
  *r = (mm_milp_result){ .answer = MM_MILP_OPEN };
}

/* Room for one more item; false when something is wrong already, or now.  */
static bool
has_room (mm_milp *p, void *array, size_t *capacity, size_t count, size_t size)
{
  if (p->status)
    return false;
  if (count >= MOST || (p->deadline > 0 && count % 256 == 255 && mm_capacity_now () > p->deadline))
    p->status = count >= MOST ? MM_ELIMIT : MM_END;
  else if (!mm_array_reserve (array, capacity, count + 1, size))
    p->status = MM_ENOMEM;
  return !p->status;
}

static uint32_t
add_column (mm_milp *p, mm_milp_column column)
{
  if (!has_room (p, &p->column, &p->column_capacity, p->columns, sizeof *p->column))
    return 0;
  p->column[p->columns] = column;
  return (uint32_t) p->columns++;
}

uint32_t
mm_milp_real (mm_milp *p, double low, double high, double cost)
{
  return add_column (p, (mm_milp_column){ low, high, cost, false });
}

uint32_t
mm_milp_whole (mm_milp *p, double low, double high, double cost)
{
  return add_column (p, (mm_milp_column){ low, high, cost, true });
}

uint32_t
mm_milp_row_add (mm_milp *p, double low, double high)
{
  if (!has_room (p, &p->row, &p->row_capacity, p->rows, sizeof *p->row))
    return 0;
  p->row[p->rows] = (mm_milp_row){ low, high };
  return (uint32_t) p->rows++;
}

/* The solver keeps a term in a list of its row and one of its column: 7 words.  */
static bool
fits_the_solver (mm_milp *p)
{
  const size_t megabytes = p->megabytes > 0 ? (size_t) p->megabytes : MM_MILP_MEGABYTES;
  if (!p->status && p->terms / (1048576 / 56) >= megabytes)
    p->status = MM_ELIMIT;
  return !p->status;
}

void
mm_milp_add (mm_milp *p, uint32_t row, uint32_t column, double value)
{
  if (fits_the_solver (p) && has_room (p, &p->term, &p->term_capacity, p->terms, sizeof *p->term))
    p->term[p->terms++] = (mm_milp_term){ row, column, value };
}
