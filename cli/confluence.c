/* cli/confluence.c: critical pairs and their joins, as text and as JSON.  */
#include "cli/confluence.h"

#include "cli/json.h"

/* How many pairs a module can hold, and how many of them join: at all, and on names.  */
typedef struct verdict
{
  size_t pairs, joined, on_names, cyclic;
} verdict;

static verdict
judge (const mm_critical *c)
{
  verdict v = { 0, 0, 0, 0 };
  for (size_t i = 0; i < mm_critical_count (c); i++)
    {
      const mm_critical_pair *pair = &mm_critical_pairs (c)[i];
      v.cyclic += pair->cyclic;
      v.pairs += !pair->cyclic;
      v.joined += !pair->cyclic && pair->join.joins;
      v.on_names += !pair->cyclic && pair->join.on_names;
    }
  return v;
}

bool
cli_is_confluent (const cli_findings *f)
{
  const verdict v = judge (f->rules);
  return v.on_names == v.pairs;
}

/* ---- as text -------------------------------------------------------------------- */

/* A layer as all that it is made of: "bc".  */
static void
put_layer (FILE *out, const mm_small *g, uint32_t e)
{
  for (uint32_t part = 0; part < g->layers; part++)
    if (g->mark[e] >> part & 1)
      fputc (mm_critical_layer_letter (part), out);
}

/* A graph as "u->v a, v->w bc".  */
static void
put_graph (FILE *out, const mm_small *g)
{
  bool first = true;
  for (uint32_t e = 0; e < g->layers; e++)
    if (mm_small_has (g, e))
      {
        fprintf (out, "%s%c->%c ", first ? "" : ", ", mm_critical_blob_letter (g, g->tail[e]),
                 mm_critical_blob_letter (g, g->head[e]));
        put_layer (out, g, e);
        first = false;
      }
}

/* "series at v", "parallel ab + c"; g is what the step is done to.  */
static void
put_step (FILE *out, const mm_small *g, const mm_match *m)
{
  const uint32_t v = mm_match_blob (m);
  if (v != MM_NONE)
    {
      fprintf (out, "%s at %c", mm_production_name (m->rule), mm_critical_blob_letter (g, v));
      return;
    }
  fputs ("parallel ", out);
  put_layer (out, g, m->layer[0]);
  fputs (" + ", out);
  put_layer (out, g, m->layer[1]);
}

static void
put_side (FILE *out, const mm_critical_pair *pair, int side)
{
  const mm_joining *j = &pair->join;
  fputs ("     ", out);
  put_step (out, &pair->graph, &pair->match[side]);
  fputs (": ", out);
  put_graph (out, &j->result[side]);
  if (j->joins)
    {
      mm_small g = j->result[side];
      for (uint32_t k = 0; k < j->steps; k++)
        {
          fputs ("; ", out);
          put_step (out, &g, &j->step[side][k]);
          fputs (": ", out);
          mm_match_apply (&j->step[side][k], &g);
          put_graph (out, &g);
        }
    }
  fputc ('\n', out);
}

static void
put_pair (FILE *out, const mm_critical_pair *pair, size_t number)
{
  fprintf (out, "  %zu. ", number);
  put_graph (out, &pair->graph);
  fputs (pair->cyclic ? "   (a cycle: not in a module)\n" : "\n", out);
  put_side (out, pair, 0);
  put_side (out, pair, 1);
  fprintf (out, "     %s\n",
           pair->join.on_names ? "joins"
           : pair->join.joins  ? "joins up to the name of the blob that is left"
                               : "does not join");
}

/* "critical 4 (1 up to symmetry)": the second is how many are listed.  */
static void
put_up_to_symmetry (FILE *out, const char *what, uint64_t all, size_t listed)
{
  fprintf (out, "%s %llu", what, (unsigned long long) all);
  if (all > 0)
    fprintf (out, " (%zu up to symmetry)", listed);
}

static void
put_gluings (FILE *out, const mm_critical *c, const mm_gluings *g, size_t *number)
{
  fprintf (out, "%s with %s: %llu gluings", mm_production_name (g->rule[0]), mm_production_name (g->rule[1]),
           (unsigned long long) g->tried);
  fprintf (out, "; no match %llu (identified %llu, dangling %llu), one redex %llu, nothing shared %llu,\n",
           (unsigned long long) g->identified + g->dangling, (unsigned long long) g->identified,
           (unsigned long long) g->dangling, (unsigned long long) g->same, (unsigned long long) g->independent);
  size_t cyclic = 0;
  for (size_t i = 0; i < g->pairs; i++)
    cyclic += mm_critical_pairs (c)[g->first + i].cyclic;
  put_up_to_symmetry (out, "  a cycle", g->cyclic, cyclic);
  put_up_to_symmetry (out, ", critical", g->critical, g->pairs - cyclic);
  fputc ('\n', out);
  for (size_t i = 0; i < g->pairs; i++)
    put_pair (out, &mm_critical_pairs (c)[g->first + i], (*number)++);
}

static const char *
all_or (size_t some, size_t all)
{
  return some == all ? all == 2 ? "both" : "all" : some ? "some" : "none";
}

static void
put_rules (FILE *out, const mm_critical *c)
{
  size_t number = 1;
  for (size_t i = 0; i < mm_critical_combinations (c); i++)
    put_gluings (out, c, &mm_critical_gluings (c)[i], &number);
  const verdict v = judge (c);
  fprintf (out, "\n%zu critical pairs without a cycle; %s join.\n", v.pairs, all_or (v.on_names, v.pairs));
  if (v.on_names == v.pairs)
    fputs ("Every step takes one layer away, so every derivation ends; by Newman's lemma the core is unique.\n", out);
}

static void
put_node_rules (FILE *out, const mm_critical *c)
{
  const verdict v = judge (c);
  fprintf (out, "\nWith node reductions of degree 2: %zu critical pairs without a cycle; %s join, %zu of them on names.\n",
           v.pairs, all_or (v.joined, v.pairs), v.on_names);
  size_t number = 1;
  for (size_t i = 0; i < mm_critical_count (c); i++)
    if (!mm_critical_pairs (c)[i].cyclic && !mm_critical_pairs (c)[i].join.on_names)
      put_pair (out, &mm_critical_pairs (c)[i], number++);
}

static void
put_plain (FILE *out, const mm_choice *c, const mm_small *g)
{
  bool first = true;
  for (uint32_t e = 0; e < g->layers; e++)
    if (mm_small_has (g, e))
      {
        fprintf (out, "%s%c->%c", first ? "" : ", ", mm_choice_blob_letter (c, g->tail[e]),
                 mm_choice_blob_letter (c, g->head[e]));
        first = false;
      }
}

static void
put_choice (FILE *out, const cli_findings *f)
{
  const mm_choice *c = &f->choice;
  if (!f->has_choice)
    {
      fprintf (out, "\nOn all %llu cores with at most %d blobs it does not matter which blob is reduced first.\n",
               (unsigned long long) f->cores, CLI_CHOICE_BLOBS);
      return;
    }
  fputs ("\nOne layer is always reached, but not always with as many node reductions.  The smallest example:\n  ", out);
  put_plain (out, c, &c->core);
  fputc ('\n', out);
  for (int which = 0; which < 2; which++)
    {
      fprintf (out, "     %s at %c: core ", mm_production_name (c->step[which].rule),
               mm_choice_blob_letter (c, mm_match_blob (&c->step[which])));
      put_plain (out, c, &c->after[which]);
      fprintf (out, "; node reductions still needed: %u\n", c->least[which]);
    }
}

mm_status
cli_put_confluence (FILE *out, void *context)
{
  const cli_findings *f = context;
  put_rules (out, f->rules);
  put_node_rules (out, f->node);
  put_choice (out, f);
  return MM_OK;
}

/* ---- as JSON -------------------------------------------------------------------- */

static void
json_letters (cli_json *j, const char *key, char first, char second)
{
  const char a[] = { first, '\0' }, b[] = { second, '\0' };
  cli_json_open (j, key, '[');
  cli_json_text (j, NULL, a);
  cli_json_text (j, NULL, b);
  cli_json_close (j, ']');
}

static void
json_graph (cli_json *j, const char *key, const mm_small *g)
{
  cli_json_open (j, key, '[');
  for (uint32_t e = 0; e < g->layers; e++)
    if (mm_small_has (g, e))
      json_letters (j, NULL, mm_critical_blob_letter (g, g->tail[e]), mm_critical_blob_letter (g, g->head[e]));
  cli_json_close (j, ']');
}

static void
json_pair (cli_json *j, const mm_critical_pair *pair)
{
  cli_json_open (j, NULL, '{');
  json_graph (j, "layers", &pair->graph);
  cli_json_open (j, "rules", '[');
  for (int side = 0; side < 2; side++)
    cli_json_text (j, NULL, mm_production_name (pair->match[side].rule));
  cli_json_close (j, ']');
  cli_json_bool (j, "cyclic", pair->cyclic);
  cli_json_bool (j, "joins", pair->join.joins);
  cli_json_bool (j, "on_names", pair->join.on_names);
  cli_json_count (j, "steps", pair->join.joins ? pair->join.steps : 0);
  json_graph (j, "left", &pair->join.result[0]);
  json_graph (j, "right", &pair->join.result[1]);
  json_graph (j, "end", &pair->join.end[0]);
  cli_json_close (j, '}');
}

static void
json_critical (cli_json *j, const char *key, const mm_critical *c)
{
  const verdict v = judge (c);
  cli_json_open (j, key, '{');
  cli_json_count (j, "critical", v.pairs);
  cli_json_count (j, "joined", v.joined);
  cli_json_count (j, "joined_on_names", v.on_names);
  cli_json_open (j, "pairs", '[');
  for (size_t i = 0; i < mm_critical_count (c); i++)
    json_pair (j, &mm_critical_pairs (c)[i]);
  cli_json_close (j, ']');
  cli_json_close (j, '}');
}

static void
json_choice (cli_json *j, const mm_choice *c)
{
  cli_json_open (j, "choice", '{');
  cli_json_open (j, "core", '[');
  for (uint32_t e = 0; e < c->core.layers; e++)
    json_letters (j, NULL, mm_choice_blob_letter (c, c->core.tail[e]), mm_choice_blob_letter (c, c->core.head[e]));
  cli_json_close (j, ']');
  json_letters (j, "blobs", mm_choice_blob_letter (c, mm_match_blob (&c->step[0])),
                mm_choice_blob_letter (c, mm_match_blob (&c->step[1])));
  cli_json_open (j, "still_needed", '[');
  for (int which = 0; which < 2; which++)
    cli_json_count (j, NULL, c->least[which]);
  cli_json_close (j, ']');
  cli_json_close (j, '}');
}

mm_status
cli_put_confluence_json (FILE *out, void *context)
{
  const cli_findings *f = context;
  cli_json j = { .out = out };
  cli_json_open (&j, NULL, '{');
  cli_json_text (&j, "answer", cli_is_confluent (f) ? "confluent" : "not confluent");
  json_critical (&j, "rules", f->rules);
  json_critical (&j, "with_node_reductions", f->node);
  if (f->has_choice)
    json_choice (&j, &f->choice);
  cli_json_close (&j, '}');
  cli_json_end (&j);
  return MM_OK;
}
