/* render/locale_i.h: numbers with a decimal point in this thread; for render/ only.  */
#ifndef MM_RENDER_LOCALE_I_H
#define MM_RENDER_LOCALE_I_H

#include <stdbool.h>

/** Use the C locale in this thread until leave, which counts. @return false: out of memory, nothing changed */
bool mm_locale_enter (void);
void mm_locale_leave (void);

#endif
