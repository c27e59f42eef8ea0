/* cli/bias.h: the file of a bias that lies beside the file of a filter.  */
#ifndef MM_CLI_BIAS_H
#define MM_CLI_BIAS_H

#include <stdbool.h>

#include "cli/json.h"

/** W.bias.npy for W.npy: where a bias is expected.  @return a heap string; NULL: out of memory */
char *cli_bias_path (const char *filter);

/** Whether something of that name is there, a link that leads nowhere included. */
bool cli_is_there (const char *path);

/**
 * Tell of a bias that lies beside a parent and was not asked for: W.bias.npy, or for W.weight.npy the W.bias.npy
 * that PyTorch's names give.  Nothing where there is none.
 *
 * @param bias  what --bias says; nothing is told when it is not NULL
 */
void cli_put_bias_beside (const char *parent, const char *bias);
void cli_json_bias_beside (cli_json *j, const char *parent, const char *bias);

#endif
