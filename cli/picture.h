/* cli/picture.h: the formats of pictures, by the names of files.  */
#ifndef MM_CLI_PICTURE_H
#define MM_CLI_PICTURE_H

#include <stdbool.h>
#include <stddef.h>

#include "render/draw.h"

enum { CLI_PICTURE_FORMATS = 3 };

/** The format called so ("svg", "pdf", "png"; not ended by a NUL). @return whether there is one */
bool cli_picture_format (const char *name, size_t length, mm_format *format);

/** The format of a file by the end of its name. @return whether it is a picture */
bool cli_picture_format_of (const char *path, mm_format *format);

const char *cli_picture_name (mm_format format);

#endif
