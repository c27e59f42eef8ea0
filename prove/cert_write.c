/* prove/cert_write.c: certificates to files.  */
#include "prove/cert_witness_i.h"

static void
put_graph (mm_sink *k, const mm_certificate *c)
{
  mm_sink_count (k, "blobs", c->blobs);
  for (uint32_t i = 0; i < c->blobs; i++)
    {
      mm_sink_byte (k, 'v');
      mm_sink_number (k, ' ', c->blob[i]);
      if (c->blob_name && c->blob_name[i])
        mm_sink_name (k, c->blob_name[i]);
      mm_sink_byte (k, '\n');
    }
  mm_sink_count (k, "layers", c->layers);
  for (uint32_t e = 0; e < c->layers; e++)
    mm_sink_pair (k, 'e', c->tail[e], c->head[e]);
}

mm_status
mm_certificate_write (const mm_certificate *c, FILE *out)
{
  const mm_witness *w = mm_witness_of (c->claim);
  if (!w || (w->whole && !w->whole (c)))
    return MM_EINVAL;
  mm_sink k = { .out = out };
  mm_sink_count (&k, "modmorph-certificate", MM_CERT_VERSION);
  mm_sink_put (&k, "claim ");
  mm_sink_put (&k, w->name);
  if (w->counted)
    mm_sink_number (&k, ' ', c->complexity);
  mm_sink_byte (&k, '\n');
  put_graph (&k, c);
  w->write (&k, c);
  mm_sink_put (&k, "end\n");
  mm_sink_flush (&k);
  return k.failed ? MM_EIO : MM_OK;
}
