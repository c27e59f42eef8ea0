/* prove/check.c: the judge's bench: memory, order of hearing, and the wording of refusals.

   What is proved where: check_graph.c, that the certificate is about this module;
   check_steps.c, check_bridge.c, check_chains.c, check_feasible.c and check_infeasible.c, that the witness implies the claim.  The
   proofs are at the top of those files.  */
#include "prove/check.h"

#include <stdarg.h>
#include <stdlib.h>

#include "graph/array.h"
#include "graph/spell.h"
#include "prove/cert_i.h"
#include "prove/check_i.h"

bool
mm_refuse (const mm_case *k, const char *format, ...)
{
  char text[2 * MM_REASON_TEXT];
  va_list args;
  va_start (args, format);
  vsnprintf (text, sizeof text, format, args);
  va_end (args);
  mm_spell_text (text, k->verdict->reason, MM_REASON_TEXT);
  return false;
}

const char *
mm_case_name (const char *name, char buffer[MM_CASE_NAME])
{
  return mm_spell_name (name, buffer, MM_CASE_NAME);
}

const char *
mm_case_blob (const mm_case *k, uint32_t vertex, char buffer[MM_CASE_NAME])
{
  char number[MM_NAME_BUFFER];
  return mm_case_name (mm_module_blob_name (k->m, k->c->blob[vertex - 1], number), buffer);
}

/* How the witness of each claim is heard: a new claim is a row here and a file of its own.  */
typedef struct hearing
{
  mm_claim claim;
  size_t (*words) (const mm_certificate *c); /* of working memory; NULL: none */
  bool (*check) (const mm_case *k);
} hearing;

static const hearing hearings[] = {
  { MM_CLAIM_SIMPLE, mm_check_steps_words, mm_check_steps },
  { MM_CLAIM_COMPLEX, NULL, mm_check_bridge },
  { MM_CLAIM_COMPLEXITY, mm_check_complexity_words, mm_check_complexity },
  { MM_CLAIM_FEASIBLE, mm_check_feasible_words, mm_check_feasible },
  { MM_CLAIM_INFEASIBLE, mm_check_infeasible_words, mm_check_infeasible },
};
enum { HEARINGS = sizeof hearings / sizeof hearings[0] };

static const hearing *
hearing_of (mm_claim claim)
{
  for (size_t i = 0; i < HEARINGS; i++)
    if (hearings[i].claim == claim)
      return &hearings[i];
  return NULL;
}

static bool
same_size (const mm_case *k)
{
  const uint32_t blobs = mm_module_blobs (k->m), layers = mm_module_layers (k->m);
  if (k->c->blobs == blobs && k->c->layers == layers)
    return true;
  return mm_refuse (k, "the certificate is about another module: it has %u blobs and %u layers, the module %u and %u",
                    k->c->blobs, k->c->layers, blobs, layers);
}

/* A claim about capacity speaks of numbers: what the module says of them has to be usable.
   @return MM_ENOMEM; else MM_OK, and *usable says whether it is */
static mm_status
numbers_are_usable (const mm_case *k, bool *usable)
{
  mm_error err = { .status = MM_OK };
  const bool matters = k->c->claim == MM_CLAIM_FEASIBLE || k->c->claim == MM_CLAIM_INFEASIBLE;
  const mm_status s = matters ? mm_module_check_numbers (k->m, &err) : MM_OK;
  *usable = s == MM_OK;
  if (s && s != MM_ENOMEM && err.line)
    mm_refuse (k, "the module, line %llu: %s", (unsigned long long) err.line, err.text);
  else if (s && s != MM_ENOMEM)
    mm_refuse (k, "the module: %s", err.text);
  return s == MM_ENOMEM ? s : MM_OK;
}

mm_status
mm_check (const mm_module *m, const mm_certificate *c, mm_verdict *verdict)
{
  mm_case k = { .m = m, .c = c, .verdict = verdict };
  verdict->accepted = false;
  verdict->reason[0] = '\0';
  if (!same_size (&k))
    return MM_OK;

  const hearing *h = hearing_of (c->claim);
  if (!h)
    {
      mm_refuse (&k, "the claim (number %u) is unknown", (unsigned) c->claim);
      return MM_OK;
    }
  bool usable;
  mm_status status = numbers_are_usable (&k, &usable);
  if (status || !usable)
    return status;
  status = MM_ENOMEM;
  k.mark = mm_array_new ((size_t) c->blobs + 1, sizeof *k.mark);
  k.work = mm_array_new (h->words ? h->words (c) : 0, sizeof *k.work);
  if (k.mark && k.work)
    {
      verdict->accepted = mm_check_graph (&k) && h->check (&k);
      status = MM_OK;
    }
  free (k.mark);
  free (k.work);
  return status;
}
