/* prove/check.c: the judge's bench: memory, order of hearing, and the wording of refusals.

   What is proved where: check_graph.c, that the certificate is about this module;
   check_steps.c and check_bridge.c, that the witness implies the claim.  The proofs are
   at the top of those files.  */
#include "prove/check.h"

#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include "graph/array.h"
#include "prove/cert_i.h"
#include "prove/check_i.h"

/* Copy a text, whole characters only, until `out` is full; what is no printable UTF-8
   becomes '?'.  */
static void
tidy (char *out, size_t size, const char *text)
{
  size_t used = 0;
  while (*text)
    {
      const size_t length = mm_cert_utf8 (text);
      const bool plain = length > 0 && (unsigned char) *text >= 0x20 && *text != 0x7F;
      const size_t bytes = plain ? length : 1;
      if (used + bytes >= size)
        break;
      memcpy (out + used, plain ? text : "?", bytes);
      used += bytes;
      text += bytes;
    }
  out[used] = '\0';
}

bool
mm_refuse (const mm_case *k, const char *format, ...)
{
  char text[2 * MM_REASON_TEXT];
  va_list args;
  va_start (args, format);
  vsnprintf (text, sizeof text, format, args);
  va_end (args);
  tidy (k->verdict->reason, MM_REASON_TEXT, text);
  return false;
}

const char *
mm_case_name (const char *name, char buffer[MM_CASE_NAME])
{
  tidy (buffer, MM_CASE_NAME, name);
  return buffer;
}

const char *
mm_case_blob (const mm_case *k, uint32_t vertex, char buffer[MM_CASE_NAME])
{
  char number[MM_NAME_BUFFER];
  return mm_case_name (mm_module_blob_name (k->m, k->c->blob[vertex - 1], number), buffer);
}

/* The witness of each claim.  A later version adds its claims here.  */
static bool
check_witness (const mm_case *k)
{
  switch (k->c->claim)
    {
    case MM_CLAIM_SIMPLE: return mm_check_steps (k);
    case MM_CLAIM_COMPLEX: return mm_check_bridge (k);
    }
  return mm_refuse (k, "the claim (number %u) is unknown", (unsigned) k->c->claim);
}

static bool
same_size (const mm_case *k)
{
  const uint32_t blobs = mm_module_blobs (k->m), layers = mm_module_layers (k->m);
  if (k->c->blobs == blobs && k->c->layers == layers)
    return true;
  return mm_refuse (k, "the certificate is about another module: it has %u blobs and %u layers, the module %u and %u",
                    k->c->blobs, k->c->layers, blobs, layers);
}

mm_status
mm_check (const mm_module *m, const mm_certificate *c, mm_verdict *verdict)
{
  mm_case k = { .m = m, .c = c, .verdict = verdict };
  verdict->accepted = false;
  verdict->reason[0] = '\0';
  if (!same_size (&k))
    return MM_OK;

  const bool steps = c->claim == MM_CLAIM_SIMPLE;
  mm_status status = MM_ENOMEM;
  k.mark = mm_array_new ((size_t) c->blobs + 1, sizeof *k.mark);
  if (steps)
    {
      k.tail = mm_array_new ((size_t) c->layers + 1, sizeof *k.tail);
      k.head = mm_array_new ((size_t) c->layers + 1, sizeof *k.head);
    }
  if (k.mark && (!steps || (k.tail && k.head)))
    {
      verdict->accepted = mm_check_graph (&k) && check_witness (&k);
      status = MM_OK;
    }
  free (k.mark);
  free (k.tail);
  free (k.head);
  return status;
}
