/* tests/dot_dump.c: compiled twice, with libcgraph and with graph/plain in its place (tests/graph.mk).  */
#include "tests/dot_dump.h"

#include <cgraph.h>
#include <stdio.h>
#include <stdlib.h>

enum { ATTRIBUTES = 20 };

static int
count_complaints (char *text)
{
  (void) text;
  return 0;
}

static void
put_values (FILE *out, Agraph_t *g, Agedge_t *object)
{
  for (int i = 0; i < ATTRIBUTES; i++)
    {
      char name[8];
      snprintf (name, sizeof name, "a%d", i);
      Agsym_t *a = agattr (g, AGEDGE, name, NULL);
      const char *value = a ? agxget (object, a) : "";
      if (*value)
        fprintf (out, " a%d=%s", i, value);
    }
  fputc ('\n', out);
}

static int
by_sequence (const void *a, const void *b)
{
  Agedge_t *const x = *(Agedge_t *const *) a, *const y = *(Agedge_t *const *) b;
  return (AGSEQ (x) > AGSEQ (y)) - (AGSEQ (x) < AGSEQ (y));
}

static void
put_edges (FILE *out, Agraph_t *g)
{
  size_t count = 0;
  for (Agnode_t *n = agfstnode (g); n; n = agnxtnode (g, n))
    for (Agedge_t *e = agfstout (g, n); e; e = agnxtout (g, e))
      count++;
  Agedge_t **all = calloc (count + 1, sizeof (Agedge_t *));
  if (!all)
    abort ();
  count = 0;
  for (Agnode_t *n = agfstnode (g); n; n = agnxtnode (g, n))
    for (Agedge_t *e = agfstout (g, n); e; e = agnxtout (g, e))
      all[count++] = e;
  qsort (all, count, sizeof (Agedge_t *), by_sequence);
  for (size_t i = 0; i < count; i++)
    {
      fprintf (out, "%s -> ", agnameof (agtail (all[i])));
      fprintf (out, "%s", agnameof (aghead (all[i])));
      put_values (out, g, all[i]);
    }
  free (all);
}

char *
dot_dump (const char *skeleton)
{
  agusererrf before = agseterrf (count_complaints);
  Agraph_t *g = agmemread (skeleton);
  agseterrf (before);
  if (!g)
    return NULL;
  char *text = NULL;
  size_t size;
  FILE *out = open_memstream (&text, &size);
  if (!out)
    abort ();
  fprintf (out, "%d nodes\n", agnnodes (g));
  for (Agnode_t *n = agfstnode (g); n; n = agnxtnode (g, n))
    fprintf (out, "%s\n", agnameof (n));
  put_edges (out, g);
  fclose (out);
  agclose (g);
  return text;
}
