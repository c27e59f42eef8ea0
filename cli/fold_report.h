/* cli/fold_report.h: what a fold is, how far it is the module, and what its numbers have lost.  */
#ifndef MM_CLI_FOLD_REPORT_H
#define MM_CLI_FOLD_REPORT_H

#include "cli/sizes.h"
#include "numeric/fold.h"

/** A fold, and whether the module computes it. */
typedef struct cli_fold_report
{
  mm_folded f;
  mm_verification check;
  mm_preservation verdict;
  cli_tried tried;
  double allowed; /* relative errors of the check up to this are rounding */
  mm_dtype weights; /* of what was read */
  mm_dtype dtype;   /* of what is written */
} cli_fold_report;

/**
 * Fold, and compare the fold with the module on images.
 * @param path   of the weights, for messages
 * @param crop   whether to drop outer taps that are zero but for rounding
 * @param dtype  in which the fold will be written
 * @return whether that went well; false after a message: also when entries are too large for dtype, and
 *         when proof and measurement disagree, which would be an error of this program
 */
bool cli_fold_make (const mm_weights *w, const char *path, bool crop, mm_dtype dtype, cli_fold_report *out);
void cli_fold_clear (cli_fold_report *r);

/** Lines of text: the layer, the promise, the images, and what channels have lost. */
void cli_put_fold (const mm_module *m, const cli_fold_report *r);

/** The same as fields (modmorph.1, fold --json). */
void cli_json_fold (cli_json *j, const mm_module *m, const cli_fold_report *r);

#endif
