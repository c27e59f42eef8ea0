/* prove/cert_capacity.c: demands, plans and cuts, in certificates.

   Every run of numbers has as many as the module has vertices or layers, or two bytes of the
   file stand for each, so memory is bounded by the length of the text.  */
#include <stdlib.h>
#include <string.h>

#include "graph/array.h"
#include "prove/cert_witness_i.h"

enum { DEMAND = 10 };

static const char *const condition_word[MM_CERT_CONDITIONS]
  = { "function", "kernel", "rows", "columns", "corner", "input", "output" };

/* ---- reading ------------------------------------------------------------------ */

/* `WORD n n …` with so many numbers, behind the word.  */
static mm_status
read_run (mm_scanner *s, const char *what, uint32_t *n, size_t count)
{
  mm_status status = MM_OK;
  for (size_t i = 0; i < count && !status; i++)
    status = mm_scan_number (s, what, 0, UINT32_MAX - 1, &n[i]);
  return status ? status : mm_scan_end_line (s);
}

static mm_status
read_word (mm_scanner *s, const char *word)
{
  char wanted[32];
  snprintf (wanted, sizeof wanted, "\"%s\"", word);
  return mm_scan_take (s, word) ? MM_OK : mm_scan_expected (s, wanted);
}

/* A line `WORD n …`, in memory of its own.  */
static mm_status
read_new_run (mm_scanner *s, const char *word, uint32_t **n, size_t count)
{
  const mm_status status = read_word (s, word);
  if (status)
    return status;
  *n = mm_array_new (count, sizeof **n);
  return *n ? read_run (s, word, *n, count) : mm_fail_memory (s->err);
}

static mm_status
read_demand (mm_scanner *s, mm_demand *d)
{
  uint32_t n[DEMAND] = { 0 };
  mm_status status = read_word (s, "demand");
  if (!status)
    status = read_run (s, "demand", n, DEMAND);
  *d = (mm_demand){ n[0], n[1], n[2], n[3], n[4], n[5], n[6], n[7], n[8], n[9] };
  return status;
}

/* What both claims begin with.  */
static mm_status
read_shape (mm_scanner *s, mm_certificate *c)
{
  c->capacity = calloc (1, sizeof *c->capacity);
  if (!c->capacity)
    return mm_fail_memory (s->err);
  mm_status status = read_demand (s, &c->capacity->demand);
  if (!status)
    status = read_new_run (s, "channels", &c->capacity->channels, c->blobs);
  if (!status)
    status = read_new_run (s, "kernels", &c->capacity->kernel, 2 * (size_t) c->layers);
  return status;
}

static mm_status
read_mode (mm_scanner *s, mm_cert_capacity *p)
{
  p->columns = mm_scan_take (s, "mode columns\n");
  if (!p->columns && !mm_scan_take (s, "mode rows\n"))
    return mm_scan_expected (s, "\"mode rows\" or \"mode columns\"");
  s->line++;
  return MM_OK;
}

static mm_status
read_hubs (mm_scanner *s, mm_certificate *c)
{
  mm_cert_capacity *p = c->capacity;
  uint32_t hubs;
  mm_status status = mm_scan_count (s, "hubs", 0, strlen ("hub 1\n") + 2 * (size_t) c->layers, &hubs);
  if (status)
    return status;
  p->hub = mm_array_new (hubs, sizeof *p->hub);
  p->input = mm_array_new ((size_t) hubs * c->layers, sizeof *p->input);
  if (!p->hub || !p->input)
    return mm_fail_memory (s->err);
  p->hubs = hubs;
  for (uint32_t h = 0; h < hubs && !status; h++)
    {
      status = read_word (s, "hub");
      if (!status)
        status = mm_scan_number (s, "vertex", 1, c->blobs, &p->hub[h]);
      if (!status)
        status = read_run (s, "units", p->input + (size_t) h * c->layers, c->layers);
    }
  return status;
}

mm_status
mm_cert_read_feasible (mm_scanner *s, mm_certificate *c)
{
  mm_status status = read_shape (s, c);
  if (!status)
    status = read_mode (s, c->capacity);
  if (!status)
    status = read_new_run (s, "code", &c->capacity->code, c->blobs);
  if (!status)
    status = read_new_run (s, "output", &c->capacity->output, c->layers);
  if (!status)
    status = read_new_run (s, "start", &c->capacity->start, c->layers);
  return status ? status : read_hubs (s, c);
}

static mm_status
read_condition (mm_scanner *s, mm_cert_capacity *p)
{
  mm_status status = read_word (s, "condition ");
  if (status)
    return status;
  for (int i = 0; i < MM_CERT_CONDITIONS; i++)
    if (mm_scan_take (s, condition_word[i]))
      {
        p->condition = (mm_cert_condition) i;
        return mm_scan_end_line (s);
      }
  return mm_scan_expected (s, "a condition: function, kernel, rows, columns, corner, input, output");
}

static mm_status
read_cut (mm_scanner *s, mm_certificate *c)
{
  mm_cert_capacity *p = c->capacity;
  size_t capacity = 0;
  mm_status status = read_word (s, "cut");
  while (!status && mm_scan_sees (s, ' '))
    {
      if (!mm_array_reserve (&p->cut, &capacity, p->cuts + 1, sizeof *p->cut))
        return mm_fail_memory (s->err);
      status = mm_scan_number (s, "vertex", 1, c->blobs, &p->cut[p->cuts]);
      p->cuts += !status;
    }
  return status ? status : mm_scan_end_line (s);
}

mm_status
mm_cert_read_infeasible (mm_scanner *s, mm_certificate *c)
{
  mm_status status = read_shape (s, c);
  if (!status)
    status = read_condition (s, c->capacity);
  return status ? status : read_cut (s, c);
}

/* ---- writing ------------------------------------------------------------------ */

static void
write_numbers (mm_sink *k, const uint32_t *n, size_t count)
{
  for (size_t i = 0; i < count; i++)
    mm_sink_number (k, ' ', n[i]);
  mm_sink_byte (k, '\n');
}

static void
write_run (mm_sink *k, const char *word, const uint32_t *n, size_t count)
{
  mm_sink_put (k, word);
  write_numbers (k, n, count);
}

static void
write_shape (mm_sink *k, const mm_certificate *c)
{
  const mm_demand *d = &c->capacity->demand;
  const uint32_t n[DEMAND] = { d->out, d->in, d->kh, d->kw, d->rank_out, d->rank_in, d->rank_function, d->rank_rows,
                               d->rank_columns, d->rank_corner };
  write_run (k, "demand", n, DEMAND);
  write_run (k, "channels", c->capacity->channels, c->blobs);
  write_run (k, "kernels", c->capacity->kernel, 2 * (size_t) c->layers);
}

static bool
whole_shape (const mm_certificate *c)
{
  return c->capacity && c->capacity->channels && c->capacity->kernel;
}

bool
mm_cert_whole_feasible (const mm_certificate *c)
{
  const mm_cert_capacity *p = c->capacity;
  return whole_shape (c) && p->code && p->output && p->start && (p->hubs == 0 || (p->hub && p->input));
}

bool
mm_cert_whole_infeasible (const mm_certificate *c)
{
  const mm_cert_capacity *p = c->capacity;
  return whole_shape (c) && (unsigned) p->condition < MM_CERT_CONDITIONS && (p->cuts == 0 || p->cut);
}

void
mm_cert_write_feasible (mm_sink *k, const mm_certificate *c)
{
  const mm_cert_capacity *p = c->capacity;
  write_shape (k, c);
  mm_sink_put (k, p->columns ? "mode columns\n" : "mode rows\n");
  write_run (k, "code", p->code, c->blobs);
  write_run (k, "output", p->output, c->layers);
  write_run (k, "start", p->start, c->layers);
  mm_sink_count (k, "hubs", p->hubs);
  for (uint32_t h = 0; h < p->hubs; h++)
    {
      mm_sink_put (k, "hub");
      mm_sink_number (k, ' ', p->hub[h]);
      write_numbers (k, p->input + (size_t) h * c->layers, c->layers);
    }
}

void
mm_cert_write_infeasible (mm_sink *k, const mm_certificate *c)
{
  const mm_cert_capacity *p = c->capacity;
  write_shape (k, c);
  mm_sink_put (k, "condition ");
  mm_sink_put (k, condition_word[p->condition]);
  mm_sink_byte (k, '\n');
  write_run (k, "cut", p->cut, p->cuts);
}
