# tests/golden_confluence.sh: critical pairs, joined by machine.
. "${srcdir:-.}/tests/tap.sh"

run modmorph confluence
exits 0 "the rules are confluent"
cp "$out" answer
cat >wanted <<'END'
series with series: 270 gluings; no match 248 (identified 180, dangling 68), one redex 2, nothing shared 15,
  a cycle 3 (2 up to symmetry), critical 2 (1 up to symmetry)
  1. u->v a, v->w b, w->x c
     series at v: u->w ab, w->x c; series at w: u->x abc
     series at w: u->v a, v->x bc; series at v: u->x abc
     joins
  2. u->v a, v->w b, w->u c   (a cycle: not in a module)
     series at u: v->w b, w->v ac; series at v: w->w abc
     series at v: u->w ab, w->u c; series at u: w->w abc
     joins
  3. u->v a, v->u b   (a cycle: not in a module)
     series at u: v->v ab
     series at v: u->u ab
     joins up to the name of the blob that is left
series with parallel: 74 gluings; no match 59 (identified 39, dangling 20), one redex 0, nothing shared 15,
  a cycle 0, critical 0
parallel with parallel: 27 gluings; no match 0 (identified 0, dangling 0), one redex 4, nothing shared 15,
  a cycle 4 (1 up to symmetry), critical 4 (1 up to symmetry)
  4. u->v a, u->v b, u->v c
     parallel a + b: u->v ab, u->v c; parallel ab + c: u->v abc
     parallel a + c: u->v ac, u->v b; parallel ac + b: u->v abc
     joins
  5. u->u a, u->u b, u->u c   (a cycle: not in a module)
     parallel a + b: u->u ab, u->u c; parallel ab + c: u->u abc
     parallel a + c: u->u ac, u->u b; parallel ac + b: u->u abc
     joins

2 critical pairs without a cycle; both join.
Every step takes one layer away, so every derivation ends; by Newman's lemma the core is unique.

With node reductions of degree 2: 13 critical pairs without a cycle; all join, 12 of them on names.
  1. u->w a, v->w b, w->x c, x->y d, x->z e
     node in at x: u->w a, v->w b, w->y cd, w->z ce
     node out at w: u->x ac, v->x bc, x->y d, x->z e
     joins up to the name of the blob that is left

One layer is always reached, but not always with as many node reductions.  The smallest example:
  s->a, s->b, a->b, a->c, b->c, c->t
     node in at a: core s->t; node reductions still needed: 0
     node out at c: core s->a, s->b, a->b, a->t, b->t; node reductions still needed: 1
END
ok "all of it is as worked out by hand" cmp -s answer wanted

run modmorph confluence -o answer.txt
exits 0 "-o names a file"
prints "" "and then nothing else is said"
ok "which has the same text" cmp -s answer.txt answer

run modmorph confluence --json
exits 0 "--json"
ok "is one line" [ "$(wc -l <"$out")" -eq 1 ]
ok "with the answer first" grep -q '^{"answer":"confluent","rules":{"critical":2,"joined":2,"joined_on_names":2,' "$out"
ok "and the node reductions" grep -q '"with_node_reductions":{"critical":13,"joined":13,"joined_on_names":12,' "$out"
ok "and what the choice changes" grep -q '"choice":{"core":\[\["s","a"\],\["s","b"\],\["a","b"\],\["a","c"\],\["b","c"\],\["c","t"\]\],"blobs":\["a","c"\],"still_needed":\[0,1\]}}$' "$out"

for format in svg pdf png; do
  run modmorph confluence --draw "pairs.$format"
  exits 0 "--draw FILE.$format"
  ok "leaves the answer as it is" cmp -s "$out" answer
  ok "and draws" [ -s "pairs.$format" ]
done
ok "the overlaps with both redexes" grep -q 'TYPE.*I at v<' pairs.svg
ok "the joins with what they are made of" grep -q 'c ⊛ b ⊛ a' pairs.svg
ok "and the choice that matters" grep -q 'node reduction at c' pairs.svg
ok "but no pair with a cycle" [ "$(grep -c 'both ways lead to the same graph' pairs.svg)" -eq 2 ]
run modmorph confluence --draw pairs.txt
exits 2 "a name without a format is an error"
mentions "pairs.txt: the name should end in .svg, .pdf or .png" "and says which there are"
run modmorph confluence --draw nowhere/pairs.svg
exits 2 "a drawing that cannot be written is an error"
mentions "nowhere/pairs.svg" "which names it"

run modmorph confluence module.dot
exits 2 "it takes no module"
mentions "confluence takes no FILE, not 1" "and says so"
run modmorph confluence -o nowhere/answer
exits 2 "an answer that cannot be written is an error"
mentions "nowhere/answer" "which names it"

run modmorph confluence --help
exits 0 "there is a page"
ok "it explains the exit status" grep -q "^Exit status:" "$out"
ok "it fits a terminal" [ "$(awk '{ if (length > 110) print }' "$out" | wc -l)" -eq 0 ]

finish
