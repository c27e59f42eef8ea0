/* prove/capacity_glpk.c: the only file that knows GLPK, and the fence around it.

   GLPK reports what it takes for the caller's mistakes, and a lack of memory, by printing and
   ending the process.  Two hooks keep it from both: one swallows its messages, the other jumps
   back to guarded, where the whole environment, whose state is undefined by then, is freed.
   Between the setjmp and that point nothing but GLPK's own memory is taken.

   An environment of GLPK belongs to a thread, with its hooks, its limits and all its problems.
   That of the caller may hold problems of the caller's; so the solver has a thread of its own.  */
#include <glpk.h>
#include <math.h>
#include <pthread.h>
#include <setjmp.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>

#include "graph/array.h"
#include "prove/capacity_i.h"

/* One run.  What changes after setjmp lives here, behind a pointer, and so survives the jump.  */
typedef struct session
{
  const mm_milp *p;
  mm_milp_result *out;
  int *row, *column; /* the terms as GLPK wants them, from 1 */
  double *term;
  double *value;     /* columns entries */
  double deadline;
  bool jumped;
  bool too_large, no_memory; /* what its last words were about: our limit, or the system's */
  jmp_buf fence;
} session;

static int
milliseconds_left (const session *s)
{
  const double left = 1000 * (s->deadline - mm_capacity_now ());
  return left < 1 ? 1 : left > 1e9 ? 1000000000 : (int) left;
}

static int
megabytes (const session *s)
{
  return s->p->megabytes > 0 ? s->p->megabytes : MM_MILP_MEGABYTES;
}

/* Print nothing.  A message is the only way in which the solver says why it is about to end the process.  */
static int
swallow (void *info, const char *message)
{
  session *s = info;
  s->no_memory = s->no_memory || strstr (message, "no memory available");
  s->too_large = s->too_large || strstr (message, "memory allocation") || strstr (message, "too many memory blocks");
  return 1;
}

static void
jump (void *info)
{
  session *s = info;
  longjmp (s->fence, 1);
}

/* ---- the program ----------------------------------------------------------------- */

static int
bound_kind (double low, double high)
{
  const bool below = low > -MM_MILP_FREE, above = high < MM_MILP_FREE;
  return below && above ? (low < high ? GLP_DB : GLP_FX) : below ? GLP_LO : above ? GLP_UP : GLP_FR;
}

static glp_prob *
load (const session *s)
{
  const mm_milp *p = s->p;
  glp_prob *lp = glp_create_prob ();
  glp_set_obj_dir (lp, GLP_MIN);
  if (p->rows > 0)
    glp_add_rows (lp, (int) p->rows);
  if (p->columns > 0)
    glp_add_cols (lp, (int) p->columns);
  for (size_t i = 0; i < p->rows; i++)
    glp_set_row_bnds (lp, (int) i + 1, bound_kind (p->row[i].low, p->row[i].high), p->row[i].low, p->row[i].high);
  for (size_t j = 0; j < p->columns; j++)
    {
      const mm_milp_column *c = &p->column[j];
      glp_set_col_bnds (lp, (int) j + 1, bound_kind (c->low, c->high), c->low, c->high);
      glp_set_obj_coef (lp, (int) j + 1, c->cost);
      glp_set_col_kind (lp, (int) j + 1, c->integer ? GLP_IV : GLP_CV);
    }
  glp_load_matrix (lp, (int) p->terms, s->row, s->column, s->term);
  return lp;
}

/* ---- solving ----------------------------------------------------------------------- */

/* Called at every node: what is certain about the cost by now, and whether the time is up.  */
static void
watch (glp_tree *tree, void *info)
{
  session *s = info;
  const int best = glp_ios_best_node (tree);
  if (best)
    s->out->bound = fmax (s->out->bound, glp_ios_node_bound (tree, best));
  if (mm_capacity_now () > s->deadline)
    glp_ios_terminate (tree);
}

static void
keep_solution (session *s, glp_prob *lp, mm_milp_answer answer)
{
  for (size_t j = 0; j < s->p->columns; j++)
    s->value[j] = glp_mip_col_val (lp, (int) j + 1);
  s->out->answer = answer;
  s->out->cost = glp_mip_obj_val (lp);
  if (answer == MM_MILP_BEST && s->p->gap <= 0)
    s->out->bound = s->out->cost;
}

static void
branch (session *s, glp_prob *lp)
{
  glp_iocp how;
  glp_init_iocp (&how);
  how.msg_lev = GLP_MSG_OFF;
  how.tm_lim = milliseconds_left (s);
  how.mip_gap = s->p->gap;
  how.mir_cuts = GLP_ON;
  how.gmi_cuts = GLP_ON;
  how.fp_heur = GLP_ON;
  how.cb_func = watch;
  how.cb_info = s;
  const int code = glp_intopt (lp, &how);
  const int status = glp_mip_status (lp);
  if ((status == GLP_OPT && code == 0) || (status == GLP_FEAS && code == GLP_EMIPGAP))
    keep_solution (s, lp, MM_MILP_BEST);
  else if (status == GLP_OPT || status == GLP_FEAS)
    keep_solution (s, lp, MM_MILP_SOME);
  else if (code == 0 && status == GLP_NOFEAS)
    s->out->answer = MM_MILP_NONE;
  else if (code != GLP_ETMLIM && code != GLP_ESTOP)
    s->out->answer = MM_MILP_FAILED;
}

static void
relax_and_branch (session *s)
{
  glp_prob *lp = load (s);
  glp_smcp how;
  glp_init_smcp (&how);
  how.msg_lev = GLP_MSG_OFF;
  how.meth = GLP_DUALP;
  how.tm_lim = milliseconds_left (s);
  const int code = glp_simplex (lp, &how);
  const int status = glp_get_status (lp);
  if (code == 0 && status == GLP_OPT)
    {
      s->out->bound = glp_get_obj_val (lp);
      branch (s, lp);
    }
  else if (code == 0 && status == GLP_NOFEAS)
    s->out->answer = MM_MILP_NONE;
  else if (code != GLP_ETMLIM)
    s->out->answer = MM_MILP_FAILED;
  glp_delete_prob (lp);
}

/* Everything that calls GLPK happens below this frame.  */
static void *
guarded (void *thread_argument)
{
  session *s = thread_argument;
  if (setjmp (s->fence) == 0)
    {
      glp_term_hook (swallow, s);
      glp_error_hook (jump, s);
      glp_term_out (GLP_OFF);
      glp_mem_limit (megabytes (s));
      relax_and_branch (s);
    }
  else
    s->jumped = true;
  glp_error_hook (NULL, NULL);
  glp_free_env ();
  return NULL;
}

/* Start the thread.  Signals are for the host's own threads, but for those that a fault raises.  */
static bool
start (pthread_t *thread, session *s)
{
  static const size_t stack = (size_t) 8 << 20;
  pthread_attr_t how;
  static const int faults[] = { SIGBUS, SIGFPE, SIGILL, SIGSEGV, SIGTRAP };
  sigset_t others, before;
  if (pthread_attr_init (&how))
    return false;
  sigfillset (&others);
  for (size_t i = 0; i < sizeof faults / sizeof *faults; i++)
    sigdelset (&others, faults[i]);
  pthread_sigmask (SIG_BLOCK, &others, &before);
  const bool started = pthread_attr_setstacksize (&how, stack) == 0 && pthread_create (thread, &how, guarded, s) == 0;
  pthread_sigmask (SIG_SETMASK, &before, NULL);
  pthread_attr_destroy (&how);
  return started;
}

/* Who cancels the caller has to wait: the thread works on memory of the caller's.  */
static mm_status
run_apart (session *s)
{
  pthread_t thread;
  int before;
  pthread_setcancelstate (PTHREAD_CANCEL_DISABLE, &before);
  const bool started = start (&thread, s);
  if (started)
    pthread_join (thread, NULL);
  pthread_setcancelstate (before, NULL);
  return started ? MM_OK : MM_ENOMEM;
}

static bool
copy_terms (session *s)
{
  const mm_milp *p = s->p;
  s->row = mm_array_new (p->terms + 1, sizeof *s->row);
  s->column = mm_array_new (p->terms + 1, sizeof *s->column);
  s->term = mm_array_new (p->terms + 1, sizeof *s->term);
  s->value = mm_array_new (p->columns, sizeof *s->value);
  if (!s->row || !s->column || !s->term || !s->value)
    return false;
  for (size_t k = 0; k < p->terms; k++)
    {
      s->row[k + 1] = (int) p->term[k].row + 1;
      s->column[k + 1] = (int) p->term[k].column + 1;
      s->term[k + 1] = p->term[k].value;
    }
  return true;
}

mm_status
mm_milp_solve (const mm_milp *p, double seconds, mm_milp_result *out)
{
  *out = (mm_milp_result){ .answer = MM_MILP_OPEN, .bound = -MM_MILP_FREE };
  if (p->status == MM_ELIMIT)
    out->answer = MM_MILP_TOO_LARGE;
  if (p->status)
    return p->status == MM_ELIMIT || p->status == MM_END ? MM_OK : p->status;
  session *s = calloc (1, sizeof *s);
  mm_status status = s ? MM_OK : MM_ENOMEM;
  if (s)
    {
      s->p = p;
      s->out = out;
      s->deadline = mm_capacity_now () + seconds;
      status = copy_terms (s) ? MM_OK : MM_ENOMEM;
      if (!status)
        status = run_apart (s);
      if (s->jumped)
        {
          out->answer = s->too_large ? MM_MILP_TOO_LARGE : MM_MILP_FAILED;
          status = s->no_memory ? MM_ENOMEM : MM_OK;
        }
      if (!status && (out->answer == MM_MILP_BEST || out->answer == MM_MILP_SOME))
        {
          out->value = s->value;
          s->value = NULL;
        }
      free (s->row);
      free (s->column);
      free (s->term);
      free (s->value);
    }
  free (s);
  return status;
}
