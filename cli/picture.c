/* cli/picture.c: the formats of pictures, by the names of files.  */
#include "cli/picture.h"

#include <string.h>

static const struct
{
  const char *name;
  mm_format format;
} formats[CLI_PICTURE_FORMATS] = { { "svg", MM_FORMAT_SVG }, { "pdf", MM_FORMAT_PDF }, { "png", MM_FORMAT_PNG } };

bool
cli_picture_format (const char *name, size_t length, mm_format *format)
{
  for (int i = 0; i < CLI_PICTURE_FORMATS; i++)
    if (strlen (formats[i].name) == length && strncmp (formats[i].name, name, length) == 0)
      {
        *format = formats[i].format;
        return true;
      }
  return false;
}

bool
cli_picture_format_of (const char *path, mm_format *format)
{
  const char *dot = strrchr (path, '.');
  return dot && cli_picture_format (dot + 1, strlen (dot + 1), format);
}

const char *
cli_picture_name (mm_format format)
{
  for (int i = 0; i < CLI_PICTURE_FORMATS; i++)
    if (formats[i].format == format)
      return formats[i].name;
  return "";
}
