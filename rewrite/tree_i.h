/* rewrite/tree_i.h: the inside of a decomposition tree; for rewrite/ only.  */
#ifndef MM_REWRITE_TREE_I_H
#define MM_REWRITE_TREE_I_H

#include "rewrite/tree.h"

struct mm_tree
{
  const mm_module *module;
  mm_term_info *term;
  uint32_t terms;
  mm_term *product; /* steps + 1 entries: the first product of step k is product[k - 1]; then `terms` */
  size_t steps;
  mm_term *root; /* the terms that live at the end, in order of their ids */
  uint32_t roots;
  mm_term *final; /* by layer id: the term that carries it at the end, or MM_NONE */
};

#endif
