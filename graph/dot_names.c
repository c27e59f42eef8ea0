/* graph/dot_names.c: the names in a DOT file, each once.  */
#include <stdlib.h>
#include <string.h>

#include "graph/array.h"
#include "graph/dot_i.h"

/* FNV-1a, its high bits folded in.  */
static size_t
hash (const char *text)
{
  uint64_t h = 0xCBF29CE484222325u;
  for (; *text; text++)
    h = (h ^ (unsigned char) *text) * 0x100000001B3u;
  return (size_t) (h ^ h >> 29);
}

static const char *
text_of (const mm_dot_names *names, uint32_t index)
{
  return mm_pool_text (&names->text, names->at[index].text);
}

/* The slot where a name is, or where it belongs.  There is always a free slot.  */
static size_t
slot_of (const mm_dot_names *names, const char *text)
{
  size_t slot = hash (text) & (names->slot_count - 1);
  while (names->slots[slot] && strcmp (text_of (names, names->slots[slot] - 1), text))
    slot = (slot + 1) & (names->slot_count - 1);
  return slot;
}

/* At most half of the slots are taken.  */
static bool
reserve_slot (mm_dot_names *names)
{
  if ((size_t) names->count + 1 <= names->slot_count / 2)
    return true;
  mm_dot_names larger = *names;
  larger.slot_count = names->slot_count ? 2 * names->slot_count : 64;
  larger.slots = mm_array_new (larger.slot_count, sizeof *larger.slots);
  if (!larger.slots)
    return false;
  for (uint32_t i = 0; i < names->count; i++)
    larger.slots[slot_of (&larger, text_of (names, i))] = i + 1;
  free (names->slots);
  *names = larger;
  return true;
}

mm_status
mm_dot_names_add (mm_dot_names *names, const char *text, uint32_t *index)
{
  enum { LIMIT = 1 << 30 };
  if (names->count == LIMIT)
    return MM_ELIMIT;
  if (!reserve_slot (names)
      || !mm_array_reserve (&names->at, &names->capacity, (size_t) names->count + 1, sizeof *names->at))
    return MM_ENOMEM;
  const size_t slot = slot_of (names, text);
  if (!names->slots[slot])
    {
      mm_dot_name name = { .line = 0 };
      if (!mm_pool_add (&names->text, text, &name.text))
        return MM_ENOMEM;
      names->at[names->count] = name;
      names->slots[slot] = ++names->count;
    }
  *index = names->slots[slot] - 1;
  return MM_OK;
}

const mm_dot_name *
mm_dot_names_find (const mm_dot_names *names, const char *text)
{
  if (!names->slot_count)
    return NULL;
  const uint32_t found = names->slots[slot_of (names, text)];
  return found ? &names->at[found - 1] : NULL;
}

void
mm_dot_names_clear (mm_dot_names *names)
{
  free (names->text.data);
  free (names->at);
  free (names->slots);
  *names = (mm_dot_names){ .count = 0 };
}
