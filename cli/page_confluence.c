/* cli/page_confluence.c: what `modmorph confluence --help` teaches.  */
#include "cli/options.h"

static const cli_option options[] = {
  CLI_OPTION_OUTPUT ("where the answer goes (default: standard output)"),
  { 0, "draw", CLI_TEXT, "FILE", "each pair and its join as a diamond: .svg, .pdf or .png" },
  CLI_OPTION_JSON,
  CLI_OPTIONS_END
};

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
           "of its redex (dangling); the same redex twice; two redexes that share no layer; a graph\n"
           "with a cycle, which is in no module; or critical.  Of the last two kinds, symmetric ones\n"
           "are listed once.\n"
           "\n"
           "Since every step takes one layer away, and all critical pairs join, every module has\n"
           "one core (Newman's lemma).  Node reductions are looked at, too.\n"
           "\n"
           "With --draw each pair is a diamond: the overlap at the top, the two results left and\n"
           "right, their join at the bottom.\n",
  .example = "  $ modmorph confluence\n"
             "  series with series: 270 gluings; no match 248 (identified 180, dangling 68), one redex 2, nothing shared 15,\n"
             "    a cycle 3 (2 up to symmetry), critical 2 (1 up to symmetry)\n"
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
  .options = options,
};
