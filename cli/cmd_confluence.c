/* cli/cmd_confluence.c: that the order of steps does not matter, by machine.  */
#include <stdlib.h>
#include <string.h>

#include "cli/cli.h"
#include "cli/json.h"
#include "cli/options.h"
#include "cli/output.h"
#include "cli/picture.h"
#include "cli/report.h"
#include "prove/choice.h"
#include "prove/critical.h"
#include "render/diagrams.h"

/* Cores with more blobs are not needed: the smallest example has five.  */
enum { CHOICE_BLOBS = 6 };

/* Everything that was found.  */
typedef struct findings
{
  mm_critical *rules; /* series and parallel, glued in every way */
  mm_critical *node;  /* those and the node rules of degree 2 */
  mm_choice choice;
  uint64_t cores;
  bool has_choice;
} findings;

/* ---- finding ------------------------------------------------------------------ */

static mm_status
find (findings *f)
{
  const mm_production p[] = {
    mm_production_of (MM_RULE_SERIES, 0),
    mm_production_of (MM_RULE_PARALLEL, 0),
    mm_production_of (MM_RULE_NODE_IN, 2),
    mm_production_of (MM_RULE_NODE_OUT, 2),
  };
  mm_status s = mm_critical_find (p, 2, true, false, &f->rules);
  if (!s)
    s = mm_critical_find (p, 4, false, true, &f->node);
  if (!s)
    s = mm_choice_find (CHOICE_BLOBS, &f->choice, &f->cores, &f->has_choice);
  return s;
}

static void
clear (findings *f)
{
  mm_critical_free (f->rules);
  mm_critical_free (f->node);
}

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

static void
put_gluings (FILE *out, const mm_critical *c, const mm_gluings *g, size_t *number)
{
  fprintf (out, "%s with %s: %llu gluings", mm_production_name (g->rule[0]), mm_production_name (g->rule[1]),
           (unsigned long long) g->tried);
  fprintf (out, "; no match %llu + %llu, one redex %llu, nothing shared %llu, a cycle %llu, critical %llu\n",
           (unsigned long long) g->identified, (unsigned long long) g->dangling, (unsigned long long) g->same,
           (unsigned long long) g->independent, (unsigned long long) g->cyclic, (unsigned long long) g->critical);
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
put_choice (FILE *out, const findings *f)
{
  const mm_choice *c = &f->choice;
  if (!f->has_choice)
    {
      fprintf (out, "\nOn all %llu cores with at most %d blobs it does not matter which blob is reduced first.\n",
               (unsigned long long) f->cores, CHOICE_BLOBS);
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

static mm_status
put_text (FILE *out, void *context)
{
  const findings *f = context;
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

static mm_status
put_json (FILE *out, void *context)
{
  const findings *f = context;
  const verdict v = judge (f->rules);
  cli_json j = { .out = out };
  cli_json_open (&j, NULL, '{');
  cli_json_text (&j, "answer", v.on_names == v.pairs ? "confluent" : "not confluent");
  json_critical (&j, "rules", f->rules);
  json_critical (&j, "with_node_reductions", f->node);
  if (f->has_choice)
    json_choice (&j, &f->choice);
  cli_json_close (&j, '}');
  cli_json_end (&j);
  return MM_OK;
}

/* ---- the command ---------------------------------------------------------------- */

static bool
drawing_makes_sense (const char *path, mm_format *format)
{
  if (!path || cli_picture_format_of (path, format))
    return true;
  cli_complain ("%s: the name should end in .svg, .pdf or .png", path);
  return false;
}

static bool
draw (const findings *f, const char *path, mm_format format)
{
  mm_error err = { .status = MM_OK };
  if (!path || !mm_draw_confluence (f->rules, f->has_choice ? &f->choice : NULL, path, format, &err))
    return true;
  cli_failed (&err, path);
  return false;
}

static int
run (int argc, char **argv)
{
  const char *output = "-", *drawing = NULL;
  bool json = false;
  mm_format format = MM_FORMAT_SVG;
  const cli_option options[] = {
    CLI_OPTION_OUTPUT (&output, "where the answer goes (default: standard output)"),
    { 0, "draw", CLI_TEXT, &drawing, "FILE", "each pair and its join as a diamond: .svg, .pdf or .png" },
    CLI_OPTION_JSON (&json),
    CLI_OPTIONS_END,
  };
  int code;
  if (!cli_parse (&cli_confluence, options, &argc, &argv, &code))
    return code;
  if (!drawing_makes_sense (drawing, &format))
    return CLI_CANNOT;
  findings f = { .rules = NULL };
  code = CLI_CANNOT;
  if (find (&f))
    cli_no_memory ();
  else if (draw (&f, drawing, format) && cli_write (output, json ? put_json : put_text, &f))
    {
      const verdict v = judge (f.rules);
      code = v.on_names == v.pairs ? CLI_YES : CLI_NO;
    }
  clear (&f);
  return code;
}

const cli_command cli_confluence = {
  .name = "confluence",
  .summary = "that the order of steps does not matter, proved by machine",
  .usage = "[OPTION]...",
  .about = "Enumerates the critical pairs of the rules: two redexes that share a layer, in the smallest\n"
           "graph that has them both.  Every two left sides are glued in every way; what no match\n"
           "allows is left out, and what is left is joined: steps are found that bring the two\n"
           "results together again.  Blobs that both steps keep may have any further layers, so\n"
           "the joining steps leave them alone; a join then holds in every module.\n"
           "\n"
           "Of each two rules the number of gluings is told, and what they are: no match, because a\n"
           "blob that goes would be identified with another one, or would touch a layer that is not\n"
           "of its redex; the same redex twice; two redexes that share no layer; a graph with a\n"
           "cycle, which is in no module; or critical.  Symmetric ones are then listed once.\n"
           "\n"
           "Since every step takes one layer away, and all critical pairs join, every module has\n"
           "one core (Newman's lemma).  Node reductions are looked at, too.\n"
           "\n"
           "With --draw each pair is a diamond: the overlap at the top, the two results left and\n"
           "right, their join at the bottom.\n",
  .example = "  $ modmorph confluence\n"
             "  series with series: 270 gluings; no match 180 + 68, one redex 2, nothing shared 15, a cycle 3, critical 2\n"
             "    1. u->v a, v->w b, w->x c\n"
             "       series at v: u->w ab, w->x c; series at w: u->x abc\n"
             "       series at w: u->v a, v->x bc; series at v: u->x abc\n"
             "       joins\n"
             "  ...\n",
  .exits = "  0  all critical pairs of series and parallel join\n"
           "  1  one does not\n"
           "  2  the answer or the drawing cannot be written\n",
  .see = "modmorph explore (all derivations of one module)",
  .least = 0,
  .most = 0,
  .run = run,
};
