/* prove/check_wanted.c: what a certificate states, in words; and whether it is what was asked for.

   A claim about capacity speaks of all convolutions of a shape whose ranks are as the demand says, but not
   of all its ranks (see check_feasible.c, check_infeasible.c):

   - feasible rests on rank_out and rank_in, from above.  When neither is below that of a generic
     convolution, which is the greatest there is, the claim holds for every convolution of the shape.
   - infeasible rests on the rank that its condition names, from below; a generic convolution has all
     ranks as great as can be, so when that rank is not below the generic one it speaks of this one.  The condition
     "kernel" speaks of outermost taps instead; it is counted as generic when all ranks are.

   What is stated is neither widened nor weakened: a certificate about lower ranks, or about a
   larger kernel, is not taken for one about the shape that was asked for.  One thing follows without a
   theorem: a certificate of "complexity K" shows a bridge, so it also states "complex".  */
#include <stdio.h>

#include "prove/check_capacity_i.h"

static bool
is_infeasible (const mm_certificate *c)
{
  return c->claim == MM_CLAIM_INFEASIBLE;
}

/* Whether the ranks that a claim about capacity rests on are those of a generic convolution.  */
static bool
is_generic (const mm_certificate *c)
{
  const mm_demand *d = &c->capacity->demand;
  const mm_demand g = mm_demand_generic (d->out, d->in, d->kh, d->kw);
  const bool sides = d->rank_out >= g.rank_out && d->rank_in >= g.rank_in;
  if (!is_infeasible (c))
    return sides;
  switch (c->capacity->condition)
    {
    case MM_CERT_FUNCTION: return d->rank_function >= g.rank_function;
    case MM_CERT_ROWS: return d->rank_rows >= g.rank_rows;
    case MM_CERT_COLUMNS: return d->rank_columns >= g.rank_columns;
    case MM_CERT_CORNER: return d->rank_corner >= g.rank_corner;
    case MM_CERT_INPUT: return d->rank_in >= g.rank_in;
    case MM_CERT_OUTPUT: return d->rank_out >= g.rank_out;
    case MM_CERT_KERNEL: break;
    }
  return sides && d->rank_function >= g.rank_function && d->rank_rows >= g.rank_rows
         && d->rank_columns >= g.rank_columns && d->rank_corner >= g.rank_corner;
}

enum { SHAPE_TEXT = 64, RANK_TEXT = 80 };

static void
put_shape (const mm_demand *d, char text[SHAPE_TEXT])
{
  snprintf (text, SHAPE_TEXT, "%ux%u %ux%u", d->out, d->in, d->kh, d->kw);
}

/* "for rank 4 in its rows": what an infeasible convolution has at least.  */
static void
put_condition (const mm_cert_capacity *p, char text[RANK_TEXT])
{
  const mm_demand *d = &p->demand;
  const char *of = "as a function";
  uint32_t rank = d->rank_function;
  switch (p->condition)
    {
    case MM_CERT_FUNCTION: break;
    case MM_CERT_ROWS: of = "in an outermost row", rank = d->rank_rows; break;
    case MM_CERT_COLUMNS: of = "in an outermost column", rank = d->rank_columns; break;
    case MM_CERT_CORNER: of = "in a corner", rank = d->rank_corner; break;
    case MM_CERT_INPUT: of = "in", rank = d->rank_in; break;
    case MM_CERT_OUTPUT: of = "out", rank = d->rank_out; break;
    case MM_CERT_KERNEL: snprintf (text, RANK_TEXT, "taps at the rim"); return;
    }
  snprintf (text, RANK_TEXT, "rank %u %s", rank, of);
}

/* The ranks that the claim rests on.  */
static void
put_ranks (const mm_certificate *c, char text[RANK_TEXT])
{
  const mm_demand *d = &c->capacity->demand;
  if (is_infeasible (c))
    put_condition (c->capacity, text);
  else if (d->rank_out == d->rank_in)
    snprintf (text, RANK_TEXT, "rank %u", d->rank_out);
  else
    snprintf (text, RANK_TEXT, "rank %u out and %u in", d->rank_out, d->rank_in);
}

static void
state_capacity (const mm_certificate *c, char text[MM_STATEMENT_TEXT])
{
  const char *claim = mm_claim_name (c->claim);
  char shape[SHAPE_TEXT], ranks[RANK_TEXT];
  put_shape (&c->capacity->demand, shape);
  put_ranks (c, ranks);
  if (is_generic (c))
    snprintf (text, MM_STATEMENT_TEXT, "%s for a generic %s", claim, shape);
  else
    snprintf (text, MM_STATEMENT_TEXT, "%s for %s of a %s", claim, ranks, shape);
}

void
mm_check_statement (const mm_certificate *c, char text[MM_STATEMENT_TEXT])
{
  const char *claim = mm_claim_name (c->claim);
  if (!claim)
    snprintf (text, MM_STATEMENT_TEXT, "nothing");
  else if (c->claim == MM_CLAIM_COMPLEXITY)
    snprintf (text, MM_STATEMENT_TEXT, "complexity %u", c->complexity);
  else if (c->capacity)
    state_capacity (c, text);
  else
    snprintf (text, MM_STATEMENT_TEXT, "%s", claim);
}

static bool
claim_is_wanted (const mm_case *k, const mm_wanted *w)
{
  char states[MM_STATEMENT_TEXT], wanted[MM_STATEMENT_TEXT];
  const mm_certificate *c = k->c;
  const bool implied = w->claim == MM_CLAIM_COMPLEX && c->claim == MM_CLAIM_COMPLEXITY;
  const bool right = c->claim == w->claim && (w->complexity == 0 || c->complexity == w->complexity);
  if (w->claim == 0 || right || implied)
    return true;
  mm_check_statement (c, states);
  mm_check_statement (&(mm_certificate){ .claim = w->claim, .complexity = w->complexity }, wanted);
  return mm_refuse (k, "it states \"%s\", and \"%s\" is asked for", states,
                    w->complexity || w->claim != MM_CLAIM_COMPLEXITY ? wanted : "complexity");
}

static bool
shape_is_wanted (const mm_case *k, const mm_wanted *w)
{
  char states[MM_STATEMENT_TEXT], shape[SHAPE_TEXT];
  const mm_cert_capacity *p = k->c->capacity;
  if (w->shape.out == 0)
    return true;
  if (p && p->demand.out == w->shape.out && p->demand.in == w->shape.in && p->demand.kh == w->shape.kh
      && p->demand.kw == w->shape.kw && is_generic (k->c))
    return true;
  mm_check_statement (k->c, states);
  put_shape (&w->shape, shape);
  return mm_refuse (k, "it states \"%s\", and a generic %s is asked for", states, shape);
}

bool
mm_check_wanted (const mm_certificate *c, const mm_wanted *w, mm_verdict *verdict)
{
  const mm_case k = { .c = c, .verdict = verdict };
  verdict->reason[0] = '\0';
  verdict->accepted = claim_is_wanted (&k, w) && shape_is_wanted (&k, w);
  return verdict->accepted;
}
