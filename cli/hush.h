/* cli/hush.h: libraries that write to stderr by themselves.  */
#ifndef MM_CLI_HUSH_H
#define MM_CLI_HUSH_H

/**
 * Have what is written to stderr forgotten until cli_unhush: fontconfig, GLib and pango report on
 * the system's fonts there, and cannot be told not to.  What matters is said by the result.  When
 * they end the program meanwhile, that is one line and status 2.
 * @return for cli_unhush
 */
int cli_hush (void);
void cli_unhush (int kept);

/** Open what is closed of the three standard streams, so that no result is opened in the place of stderr. */
void cli_open_standard_streams (void);

#endif
