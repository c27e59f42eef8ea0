/* cli/resize.c: modules with other channels and kernels, and numbers from the command line.  */
#include "cli/resize.h"

#include <string.h>

#include "cli/cli.h"
#include "cli/options.h"
#include "cli/output.h"
#include "cli/report.h"
#include "graph/builder.h"
#include "graph/write.h"

/* ---- modules ------------------------------------------------------------------- */

static mm_status
set_channels (mm_builder *b, const mm_module *m, const uint32_t *channels)
{
  mm_status s = MM_OK;
  for (mm_blob v = 0; !s && v < mm_module_blobs (m); v++)
    {
      mm_blob_info info = mm_module_blob_info (m, v);
      info.channels = channels[v];
      s = mm_builder_set_blob (b, v, &info);
    }
  return s;
}

static mm_status
set_kernels (mm_builder *b, const mm_module *m, const uint32_t *kernel)
{
  mm_status s = MM_OK;
  for (mm_layer e = 0; !s && kernel && e < mm_module_layers (m); e++)
    {
      mm_layer_info info = mm_module_layer_info (m, e);
      info.kernel_h = kernel[2 * (size_t) e];
      info.kernel_w = kernel[2 * (size_t) e + 1];
      s = mm_builder_set_layer (b, e, &info);
    }
  return s;
}

mm_status
cli_resized (const mm_module *m, const uint32_t *channels, const uint32_t *kernel, mm_module **out, mm_error *err)
{
  mm_builder *b = mm_builder_new ();
  mm_status s = b ? mm_builder_copy (b, m) : MM_ENOMEM;
  if (!s)
    s = set_channels (b, m, channels);
  if (!s)
    s = set_kernels (b, m, kernel);
  if (!s)
    s = mm_builder_finish (b, out, err);
  mm_builder_free (b);
  return s ? mm_fail (err, s, 0, "%s", mm_status_text (s)) : MM_OK;
}

static mm_status
write_dot (FILE *out, void *context)
{
  return mm_write_dot (context, NULL, out);
}

bool
cli_write_module (const char *path, const mm_module *m)
{
  union
  {
    const mm_module *in;
    void *out;
  } context = { .in = m }; /* it is only read */
  return cli_write (path, write_dot, context.out);
}

/* ---- numbers -------------------------------------------------------------------- */

/* A decimal number up to one of the bytes of `end`; 0 when there is none that fits.  */
static uint32_t
read_size (const char **text, const char *end)
{
  char digits[12];
  const size_t length = strcspn (*text, end);
  uint64_t value = 0;
  if (length == 0 || length >= sizeof digits)
    return 0;
  memcpy (digits, *text, length);
  digits[length] = '\0';
  *text += length;
  return cli_count (digits, &value) && value <= MM_MOST ? (uint32_t) value : 0;
}

bool
cli_read_shape (const char *text, mm_demand *demand)
{
  const char *at = text;
  uint32_t size[4] = { 0 };
  size[0] = read_size (&at, ",");
  size[1] = *at == ',' ? (at++, read_size (&at, ",")) : 0;
  size[2] = *at == ',' ? (at++, read_size (&at, "x")) : 0;
  size[3] = *at == 'x' ? (at++, read_size (&at, "")) : size[2];
  if (!size[0] || !size[1] || !size[2] || !size[3] || *at)
    cli_complain ("--shape is CO,CI,K or CO,CI,KHxKW (channels out, channels in, kernel), not '%s'", text);
  else if (size[2] % 2 == 0 || size[3] % 2 == 0)
    cli_complain ("--shape %s: even kernels are not supported", text);
  else
    {
      *demand = mm_demand_generic (size[0], size[1], size[2], size[3]);
      return true;
    }
  return false;
}

uint64_t
cli_times (uint64_t a, uint64_t b)
{
  return b && a > UINT64_MAX / b ? UINT64_MAX : a * b;
}

bool
cli_read_pixels (const char *text, uint64_t *pixels)
{
  const char *at = text;
  const uint32_t height = read_size (&at, "x"), width = *at == 'x' ? (at++, read_size (&at, "")) : 0;
  *pixels = (uint64_t) height * width;
  if (!*pixels || *at)
    cli_complain ("--size is HxW (the height and width of the image in pixels), not '%s'", text);
  else if (height > CLI_MOST_PIXELS || width > CLI_MOST_PIXELS)
    cli_complain ("--size %s: an image has at most %d pixels a side", text, CLI_MOST_PIXELS);
  else
    return true;
  return false;
}

bool
cli_read_channels (const char *text, uint32_t channels[CLI_MOST_SIZES], uint32_t *count)
{
  const char *at = text;
  for (*count = 0; *count < CLI_MOST_SIZES; at++)
    {
      channels[*count] = read_size (&at, ",");
      if (channels[(*count)++] == 0)
        break;
      if (!*at)
        return true;
    }
  cli_complain ("--channels is a list of 1 to %d numbers, each at least 1, with commas, not '%s'", CLI_MOST_SIZES, text);
  return false;
}

bool
cli_read_kernels (const char *text, uint32_t kernels[2 * CLI_MOST_SIZES], uint32_t *count)
{
  const char *at = text;
  for (*count = 0; *count < CLI_MOST_SIZES; at++)
    {
      uint32_t *k = &kernels[2 * (*count)++];
      k[0] = read_size (&at, "x,");
      k[1] = *at == 'x' ? (at++, read_size (&at, ",")) : k[0];
      if (k[0] % 2 == 0 || k[1] % 2 == 0)
        break;
      if (!*at)
        return true;
    }
  cli_complain ("--kernels is a list of 1 to %d odd sizes K or KHxKW with commas, not '%s'", CLI_MOST_SIZES, text);
  return false;
}
