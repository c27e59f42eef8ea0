/* prove/cert_scan_i.h: moving over the text of a certificate; for prove/cert*.c only.

   Every line has one spelling: words and numbers are separated by one space, numbers
   have no sign and no leading zero, lines end with a line feed.  So each certificate is
   one sequence of bytes, and each byte sequence is at most one certificate.

   The functions that return bool move when what they look for is there, and else stay where
   they are; the others answer MM_EPARSE with a complaint.  */
#ifndef MM_PROVE_CERT_SCAN_I_H
#define MM_PROVE_CERT_SCAN_I_H

#include <stdbool.h>
#include <stddef.h>

#include "graph/status.h"

typedef struct mm_scanner
{
  const char *at, *end;
  uint64_t line; /* of at, from 1 */
  mm_error *err;
} mm_scanner;

enum { MM_SCAN_FOUND = 48 };

/** What stands at the scanner, as a person would say it. */
void mm_scan_describe (const mm_scanner *s, char out[MM_SCAN_FOUND]);

/** Refuse the line: what should be at the scanner, and what is. @return MM_EPARSE */
mm_status mm_scan_expected (const mm_scanner *s, const char *what);

/* Move over a text, a byte, a number below 2^32 in its one spelling.  */
bool mm_scan_take (mm_scanner *s, const char *text);
bool mm_scan_byte (mm_scanner *s, char c);
bool mm_scan_digits (mm_scanner *s, uint32_t *n);

/** Whether that byte is next. */
bool mm_scan_sees (const mm_scanner *s, char c);

mm_status mm_scan_end_line (mm_scanner *s);

/** ` n` with low <= n <= high. @param what  names it in complaints */
mm_status mm_scan_number (mm_scanner *s, const char *what, uint32_t low, uint32_t high, uint32_t *n);

/** The rest of a line `LETTER a b` with numbers from 1 to `high`. */
mm_status mm_scan_pair (mm_scanner *s, const char *what, uint32_t high, uint32_t *a, uint32_t *b);

/**
 * `WORD n`, where n lines (items) of at least `shortest` bytes are to follow: a count that the
 * rest of the file cannot hold is refused here, before memory is taken for it.
 */
mm_status mm_scan_count (mm_scanner *s, const char *word, uint32_t low, size_t shortest, uint32_t *n);

#endif
