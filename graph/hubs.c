/* graph/hubs.c: a plan that routes a convolution through several hubs.  */
#include "graph/hubs.h"

#include <stdlib.h>

void
mm_hubs_clear (mm_hubs *h)
{
  free (h->hub);
  free (h->input);
  free (h->code);
  free (h->output);
  free (h->start);
  *h = (mm_hubs){ .count = 0 };
}
