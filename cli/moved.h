/* cli/moved.h: where a folder is when the program is in another place than was configured.  */
#ifndef MM_CLI_MOVED_H
#define MM_CLI_MOVED_H

/**
 * Find a folder as seen from the program.
 *
 *     program "/opt/x/bin/modmorph", bin "/usr/local/bin", folder "/usr/local/libexec/modmorph"
 *     gives "/opt/x/libexec/modmorph"
 *
 * @param program  the path of the program, absolute, without links or dots in it
 * @param bin      the folder that it was configured for; absolute, like the next
 * @param folder   the folder to find
 * @return a heap string; NULL: out of memory
 */
char *cli_moved (const char *program, const char *bin, const char *folder);

#endif
