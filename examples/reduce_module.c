/* examples/reduce_module.c: read a module, reduce it, print its morphing equation.

       cc reduce_module.c $(pkg-config --cflags --libs modmorph) -o reduce_module
       ./reduce_module module_d.dot                                                  */
#include <stdio.h>

#include "graph/read.h"
#include "prove/complexity.h"
#include "rewrite/tree.h"

/* Reduce to one layer and print what that layer is made of.  */
static mm_status
print_equation (const mm_module *m, mm_reducer *reducer, mm_derivation *steps)
{
  mm_core core;
  uint32_t node_steps;
  mm_status s = mm_reduce_minimally (reducer, m, MM_COMPLEXITY_BLOBS, steps, &core, &node_steps, NULL);
  if (s)
    return s;

  printf ("%s: %zu steps", mm_core_is_simple (&core) ? "simple" : "complex", mm_derivation_length (steps));
  if (node_steps > 0)
    printf (", %u node reduction%s among them", node_steps, node_steps == 1 ? "" : "s");
  putchar ('\n');

  mm_tree *tree = mm_tree_new (steps);
  s = tree ? mm_tree_write_equation (tree, MM_NOTATION_UNICODE, stdout) : MM_ENOMEM;
  mm_tree_free (tree);
  return s;
}

int
main (int argc, char **argv)
{
  if (argc != 2)
    {
      fprintf (stderr, "usage: %s MODULE\n", argv[0]);
      return 2;
    }
  mm_module *m;
  mm_error err = { .file = argv[1] };
  if (mm_read_module (argv[1], &m, &err))
    {
      fprintf (stderr, "%s:%llu: %s\n", argv[1], (unsigned long long) err.line, err.text);
      return 2;
    }

  mm_reducer *reducer = mm_reducer_new ();
  mm_derivation *steps = mm_derivation_new (m);
  mm_status s = reducer && steps ? print_equation (m, reducer, steps) : MM_ENOMEM;
  if (s)
    fprintf (stderr, "%s: %s\n", argv[1], mm_status_text (s));

  mm_derivation_free (steps);
  mm_reducer_free (reducer);
  mm_module_free (m);
  return s ? 2 : 0;
}
