/* prove/cert_read.c: certificates from files, trusting nothing: the head, the module, and
   where the witness begins.  How lines are spelled is said in prove/cert_scan_i.h.  */
#include <stdlib.h>
#include <string.h>

#include "graph/array.h"
#include "prove/cert_witness_i.h"

/* ---- the head of the file ------------------------------------------------------- */

static mm_status
read_version (mm_scanner *s)
{
  uint32_t version;
  if (s->at == s->end)
    return mm_fail (s->err, MM_EPARSE, s->line, "the file is empty; a certificate begins \"modmorph-certificate %d\"",
                    MM_CERT_VERSION);
  if (!mm_scan_take (s, "modmorph-certificate "))
    return mm_fail (s->err, MM_EPARSE, s->line, "this is no certificate; it should begin \"modmorph-certificate %d\"",
                    MM_CERT_VERSION);
  if (!mm_scan_digits (s, &version))
    return mm_scan_expected (s, "the version, a whole number,");
  if (version != MM_CERT_VERSION)
    return mm_fail (s->err, MM_EPARSE, s->line, "version %u is unknown; this program reads version %d", version,
                    MM_CERT_VERSION);
  return mm_scan_end_line (s);
}

static mm_status
read_claim (mm_scanner *s, mm_certificate *c, const mm_witness **witness)
{
  if (!mm_scan_take (s, "claim "))
    return mm_scan_expected (s, "\"claim\" and what is claimed, as in \"claim simple\"");
  size_t length = 0;
  while (s->at + length < s->end && s->at[length] > 0x20)
    length++;
  *witness = mm_witness_named (s->at, length);
  if (!*witness)
    {
      char found[MM_SCAN_FOUND], names[MM_WITNESS_NAMES];
      mm_scan_describe (s, found);
      mm_witness_names (names);
      return mm_fail (s->err, MM_EPARSE, s->line, "the claim %s is unknown; this program knows %s", found, names);
    }
  c->claim = (*witness)->claim;
  s->at += length;
  mm_status status = MM_OK;
  if ((*witness)->counted)
    status = mm_scan_number (s, (*witness)->name, 1, UINT32_MAX - 1, &c->complexity);
  return status ? status : mm_scan_end_line (s);
}

/* ---- the module ------------------------------------------------------------------ */

/* ` "name"` of vertex i, from 0.  */
static mm_status
read_name (mm_scanner *s, mm_certificate *c, uint32_t i)
{
  if (!mm_scan_take (s, " \""))
    return mm_scan_expected (s, "the end of the line, or one space and a quoted name,");
  size_t length = 0;
  while (s->at + length < s->end && s->at[length] != '"' && s->at[length] != '\n')
    {
      const bool escape = s->at[length] == '\\' && s->at + length + 1 < s->end && s->at[length + 1] != '\n';
      length += escape ? 2 : 1;
    }
  if (s->at + length >= s->end || s->at[length] != '"')
    return mm_fail (s->err, MM_EPARSE, s->line, "a quoted name does not end in its line");
  if (!c->blob_name && !(c->blob_name = mm_array_new (c->blobs, sizeof *c->blob_name)))
    return mm_fail_memory (s->err);
  char *name = c->blob_name[i] = malloc (length + 1);
  if (!name)
    return mm_fail_memory (s->err);
  if (!mm_cert_unspell (s->at, length, name))
    return mm_fail (s->err, MM_EPARSE, s->line,
                    "a name is not spelled as it should be (UTF-8; \\\", \\\\, "
                    "and \\xHH for control characters only)");
  s->at += length + 1;
  return MM_OK;
}

static mm_status
read_blobs (mm_scanner *s, mm_certificate *c)
{
  uint32_t blobs;
  mm_status status = mm_scan_count (s, "blobs", 2, strlen ("v 0\n"), &blobs);
  if (status)
    return status;
  c->blob = mm_array_new (blobs, sizeof *c->blob);
  if (!c->blob)
    return mm_fail_memory (s->err);
  c->blobs = blobs;
  for (uint32_t i = 0; i < blobs && !status; i++)
    {
      if (!mm_scan_byte (s, 'v'))
        return mm_fail (s->err, MM_EPARSE, s->line,
                        "expected the line of vertex %u of %u (\"v NUMBER\" or \"v NUMBER NAME\")", i + 1, blobs);
      status = mm_scan_number (s, "blob", 0, blobs - 1, &c->blob[i]);
      if (!status && !mm_scan_sees (s, '\n'))
        status = read_name (s, c, i);
      if (!status)
        status = mm_scan_end_line (s);
    }
  return status;
}

static mm_status
read_layers (mm_scanner *s, mm_certificate *c)
{
  mm_status status = mm_scan_count (s, "layers", 1, strlen ("e 1 2\n"), &c->layers);
  if (status)
    return status;
  c->tail = mm_array_new (c->layers, sizeof *c->tail);
  c->head = mm_array_new (c->layers, sizeof *c->head);
  if (!c->tail || !c->head)
    return mm_fail_memory (s->err);
  for (uint32_t e = 0; e < c->layers && !status; e++)
    {
      if (!mm_scan_byte (s, 'e'))
        return mm_fail (s->err, MM_EPARSE, s->line, "expected the line of layer %u of %u (\"e TAIL HEAD\")", e + 1,
                        c->layers);
      status = mm_scan_pair (s, "vertex", c->blobs, &c->tail[e], &c->head[e]);
    }
  return status;
}

/* ---- all of it ------------------------------------------------------------------- */

static mm_status
read_end (mm_scanner *s)
{
  if (!mm_scan_take (s, "end"))
    return mm_scan_expected (s, "\"end\"");
  mm_status status = mm_scan_end_line (s);
  if (!status && s->at < s->end)
    return mm_scan_expected (s, "nothing after \"end\"");
  return status;
}

static mm_status
read_all (mm_scanner *s, mm_certificate *c)
{
  const mm_witness *witness = NULL;
  mm_status status = read_version (s);
  if (!status)
    status = read_claim (s, c, &witness);
  if (!status)
    status = read_blobs (s, c);
  if (!status)
    status = read_layers (s, c);
  if (!status)
    status = witness->read (s, c);
  return status ? status : read_end (s);
}

mm_status
mm_certificate_read (const char *text, size_t length, const char *file, mm_certificate **out, mm_error *err)
{
  if (err)
    err->file = file;
  mm_certificate *c = calloc (1, sizeof *c);
  if (!c)
    return mm_fail_memory (err);
  mm_scanner s = { .at = text, .end = text + length, .line = 1, .err = err };
  mm_status status = read_all (&s, c);
  if (status)
    mm_certificate_free (c);
  else
    *out = c;
  return status;
}
