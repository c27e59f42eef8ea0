/* render/finish_i.h: what is done to Graphviz's output before it is written; for render/ only.  */
#ifndef MM_RENDER_FINISH_I_H
#define MM_RENDER_FINISH_I_H

#include "graph/text.h"
#include "render/sheet_i.h"

/**
 * Write an SVG with the sheet's own ids, classes and titles in the place of the
 * names that Graphviz was given, and without its comments and tooltips.
 */
void mm_svg_write (const mm_text *svg, const mm_sheet *s, FILE *out);

/**
 * Overwrite the time in a PDF's creation and modification dates, in place, so that
 * equal pictures are equal files.
 * @return how many dates there were
 */
unsigned mm_pdf_fix_dates (char *data, size_t length);

#endif
