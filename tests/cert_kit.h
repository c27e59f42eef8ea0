/* tests/cert_kit.h: certificates as text and back, for the tests of prove/.  */
#ifndef MM_TESTS_CERT_KIT_H
#define MM_TESTS_CERT_KIT_H

#include "graph/text.h"
#include "prove/check.h"

/** What mm_certificate_write writes; a heap string, its length in *length (which may be NULL). */
char *cert_text (const mm_certificate *c, size_t *length);

/** Read a text; NULL when it is refused.  err may be NULL. */
mm_certificate *cert_from (const char *text, size_t length, mm_error *err);

/** Read a text and judge it; the verdict of the reader or of the judge, a reader's reason as "line N: …". */
mm_verdict cert_judge (const mm_module *m, const char *text, size_t length);

/** The file NAME and extension (".dot", ".cert") of tests/refuse; the caller clears it. */
mm_text cert_example (const char *name, const char *extension);

/** Whether text contains part. */
bool says (const char *text, const char *part);

#endif
