/* numeric/weights_said.c: the files that a module's words ask for, beside filters and biases.

   norm=bn says that a normalisation is computed, and activation=prelu that a slope is.  Which numbers they have is in
   a file only: frameworks start a PReLU with slope 0.25, and statistics change with the first batch.  */
#include "graph/spell.h"
#include "numeric/weights_files_i.h"

bool
mm_child_needs (const mm_module *m, uint32_t e, mm_part part)
{
  switch (part)
    {
    case MM_PART_NORM: return mm_module_normalises_layer (m, e);
    case MM_PART_BLOB_NORM: return mm_module_normalises_blob (m, e);
    case MM_PART_BLOB_SLOPE: return mm_module_activates_blob (m, e);
    default: return false;
    }
}

double
mm_norm_start (double epsilon)
{
  return epsilon < 1 ? 1 - epsilon : 0;
}

/* One that is asked for, not there, and not said in the module either.  */
static bool
is_missing (const mm_child_files *files, uint32_t e, mm_part part)
{
  return mm_child_needs (files->module, e, part) && !mm_child_files_has (files, e, part)
         && !(part == MM_PART_BLOB_SLOPE && mm_module_says_slope (files->module, e));
}

/* "layer c1 has norm=bn"  */
static const char *
reason (const mm_module *m, uint32_t e, mm_part part, char text[3 * MM_SPELT])
{
  char name[MM_SPELT], value[MM_SPELT];
  if (part == MM_PART_NORM)
    snprintf (text, 3 * MM_SPELT, "layer %s has norm=%s", mm_spell_layer (m, e, name),
              mm_spell_name (mm_module_layer_norm (m, e), value, 64));
  else if (part == MM_PART_BLOB_NORM)
    snprintf (text, 3 * MM_SPELT, "blob %s has norm=%s", mm_spell_blob (m, e, name),
              mm_spell_name (mm_module_blob_norm (m, e), value, 64));
  else
    snprintf (text, 3 * MM_SPELT, "blob %s has activation=%s", mm_spell_blob (m, e, name),
              mm_spell_name (mm_module_blob_info (m, e).activation, value, 64));
  return text;
}

static mm_status
refuse (const mm_child_files *files, uint32_t e, mm_part part, size_t count, mm_error *err)
{
  char name[MM_FILE_NAME], file[MM_SPELT], text[3 * MM_SPELT], more[64] = "";
  const bool slope = part == MM_PART_BLOB_SLOPE;
  mm_child_file_name (files, e, part, name);
  if (count > 1)
    snprintf (more, sizeof more, " (%zu more such file%s)", count - 1, count > 2 ? "s are" : " is");
  if (err)
    err->file = files->folder;
  return mm_fail (err, MM_EPARSE, 0, "%s is missing%s: %s in the module; morph writes it, for the identity; put %s there%s, or leave the "
                  "word out if there is none", mm_spell_name (name, file, sizeof file), more, reason (files->module, e, part, text),
                  slope ? "the slopes of its channels" : "the rows gamma, beta, mean, variance", slope ? ", or say slope=1" : "");
}

mm_status
mm_child_said_check (const mm_child_files *files, mm_error *err)
{
  static const mm_part parts[] = { MM_PART_NORM, MM_PART_BLOB_NORM, MM_PART_BLOB_SLOPE };
  const uint32_t layers = mm_module_layers (files->module), blobs = mm_module_blobs (files->module);
  size_t count = 0;
  uint32_t first = 0;
  mm_part which = MM_PARTS;
  for (size_t i = 0; i < sizeof parts / sizeof *parts; i++)
    for (uint32_t e = 0; e < (parts[i] == MM_PART_NORM ? layers : blobs); e++)
      if (is_missing (files, e, parts[i]) && count++ == 0)
        {
          first = e;
          which = parts[i];
        }
  return count ? refuse (files, first, which, count, err) : MM_OK;
}
