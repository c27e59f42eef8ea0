/* render/locale.c: numbers with a decimal point, whatever the locale of the process.

   Graphviz prints its numbers by printf.  Around layouts and pictures it calls gv_fixLocale, and
   libgvc's own sets LC_NUMERIC for the whole process by setlocale, so that other threads of a
   host print with the other locale meanwhile.  libgvc calls it through the dynamic linker, which
   finds the first of that name; so there is one here, which changes the calling thread only.  A
   program that links libgvc itself, and before modmorph, keeps libgvc's.  */
#include <locale.h>
#include <stdbool.h>
#include <stddef.h>

#include "render/locale_i.h"

/* What the thread had before, and how many callers are between enter and leave.  */
static _Thread_local struct
{
  locale_t before, points;
  unsigned depth;
} here;

/* The whole C locale: glibc has it without an allocation, and Graphviz was made for it.  */
bool
mm_locale_enter (void)
{
  if (here.depth == 0)
    {
      here.points = newlocale (LC_ALL_MASK, "C", (locale_t) 0);
      if (!here.points)
        return false;
      here.before = uselocale (here.points);
    }
  here.depth++;
  return true;
}

void
mm_locale_leave (void)
{
  if (here.depth == 0 || --here.depth > 0)
    return;
  uselocale (here.before);
  freelocale (here.points);
  here.points = NULL;
}

/* Of Graphviz (lib/common/emit.c).  When there is no memory, numbers stay as they are; in
   drawings of ours the locale is in use already by then.  */
void gv_fixLocale (int set);

void
gv_fixLocale (int set)
{
  if (!set)
    mm_locale_leave ();
  else
    (void) !mm_locale_enter ();
}
