/* prove/cert_bridge.c: the bridge of a complex module, in certificates.  */
#include "graph/array.h"
#include "prove/cert_witness_i.h"

/* The rest of a line `WORD id id …`: at least one.  */
static mm_status
read_path (mm_scanner *s, mm_certificate *c, size_t *used, size_t *capacity)
{
  mm_status status;
  do
    {
      if (!mm_array_reserve (&c->path_layer, capacity, *used + 1, sizeof *c->path_layer))
        return mm_fail_memory (s->err);
      status = mm_scan_number (s, "layer", 1, c->layers, &c->path_layer[*used]);
      *used += !status;
    }
  while (!status && mm_scan_sees (s, ' '));
  return status ? status : mm_scan_end_line (s);
}

static mm_status
read_branches (mm_scanner *s, mm_certificate *c)
{
  mm_status status = MM_OK;
  if (!mm_scan_take (s, "branch"))
    return mm_scan_expected (s, "\"branch\" and four vertices");
  for (int i = 0; i < 4 && !status; i++)
    status = mm_scan_number (s, "vertex", 1, c->blobs, &c->branch[i]);
  return status ? status : mm_scan_end_line (s);
}

mm_status
mm_cert_read_bridge (mm_scanner *s, mm_certificate *c)
{
  size_t used = 0, capacity = 0;
  mm_status status = read_branches (s, c);
  for (int p = 0; p < MM_CERT_PATHS && !status; p++)
    {
      if (mm_scan_take (s, mm_cert_path_word[p]))
        status = read_path (s, c, &used, &capacity);
      else if (p < MM_CERT_NEEDED)
        {
          char wanted[48];
          snprintf (wanted, sizeof wanted, "\"%s\" and the layers of a path", mm_cert_path_word[p]);
          return mm_scan_expected (s, wanted);
        }
      c->path_start[p + 1] = used;
    }
  return status;
}

void
mm_cert_write_bridge (mm_sink *k, const mm_certificate *c)
{
  mm_sink_put (k, "branch");
  for (int i = 0; i < 4; i++)
    mm_sink_number (k, ' ', c->branch[i]);
  mm_sink_byte (k, '\n');
  for (int p = 0; p < MM_CERT_PATHS; p++)
    {
      if (p >= MM_CERT_NEEDED && c->path_start[p] == c->path_start[p + 1])
        continue; /* not given */
      mm_sink_put (k, mm_cert_path_word[p]);
      for (size_t i = c->path_start[p]; i < c->path_start[p + 1]; i++)
        mm_sink_number (k, ' ', c->path_layer[i]);
      mm_sink_byte (k, '\n');
    }
}
