/* prove/cert_i.h: what the certificate's reader, writer and judge share; for libcheck only.  */
#ifndef MM_PROVE_CERT_I_H
#define MM_PROVE_CERT_I_H

#include "prove/cert.h"

enum
{
  MM_CERT_VERSION = 1,
  MM_CERT_PATHS = 7, /* the five that prove, then s to s' and t' to t */
  MM_CERT_NEEDED = 5
};

/** The words that open the lines of the paths: "sa", "sb", "ab", "at", "bt", "in", "out". */
extern const char *const mm_cert_path_word[MM_CERT_PATHS];

/** Bytes of the UTF-8 character at text, which ends with a 0 byte; 0 when there is no whole, valid one. */
size_t mm_cert_utf8 (const char *text);

enum { MM_CERT_SPELLING = 4 };

/**
 * How a name's next character is spelled between quotes: `\"`, `\\`, `\xHH` for control characters and for
 * bytes that are no UTF-8, and everything else as it is.  Each name has one spelling.
 *
 * @param text  a name, from the next character on; not at its end
 * @param out   the spelling, no 0 byte
 * @param used  out: bytes of text that were spelled
 * @return bytes written to out
 */
size_t mm_cert_spell (const char *text, char out[MM_CERT_SPELLING], size_t *used);

/**
 * The name that `length` bytes spell.
 * @param name  out: length + 1 bytes
 * @return whether they are the spelling of a name, the one that mm_cert_spell gives
 */
bool mm_cert_unspell (const char *text, size_t length, char *name);

#endif
