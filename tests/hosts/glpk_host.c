/* tests/hosts/glpk_host.c: a host with a problem of its own in GLPK, in the thread that asks for a plan.

   Its problem, its hook and its limits have to be as they were.  */
#include <glpk.h>
#include <stdio.h>

#include "graph/read.h"
#include "prove/capacity.h"

/* The host's own ear. @param info  counts what is heard */
static int
hear (void *info, const char *text)
{
  int *heard = info;
  (void) text;
  ++*heard;
  return 1;
}

static int
plan (const char *path)
{
  mm_module *m;
  mm_hubs hubs;
  mm_planned answer;
  mm_error err = { .status = MM_OK };
  if (mm_read_module (path, &m, &err))
    return printf ("%s\n", err.text), 2;
  const mm_demand d = mm_demand_generic (16, 16, 3, 3);
  const mm_status s = mm_capacity_plan (m, &d, 5, &answer, &hubs, &err);
  if (s)
    return printf ("%s\n", err.text), 2;
  printf ("plan: %s\n", answer == MM_PLAN_FOUND ? "yes" : "no");
  if (answer == MM_PLAN_FOUND)
    mm_hubs_clear (&hubs);
  mm_module_free (m);
  return 0;
}

int
main (int argc, char **argv)
{
  int heard = 0;
  if (argc != 2)
    return 2;
  glp_prob *mine = glp_create_prob ();
  glp_add_cols (mine, 3);
  glp_set_obj_coef (mine, 1, 42.0);
  glp_term_hook (hear, &heard);
  glp_term_out (GLP_ON);
  const int code = plan (argv[1]);
  printf ("heard meanwhile: %d\n", heard);
  glp_printf ("hello\n");
  printf ("heard of its own: %d\n", heard);
  printf ("its problem: %d columns, coefficient %g\n", glp_get_num_cols (mine), glp_get_obj_coef (mine, 1));
  glp_delete_prob (mine);
  glp_free_env ();
  return code;
}
