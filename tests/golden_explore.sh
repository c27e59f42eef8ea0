# tests/golden_explore.sh: all derivations of a small module.
. "${srcdir:-.}/tests/tap.sh"

run modmorph explore "$examples/vgg_chain.dot"
exits 0 "a chain of four layers has one normal form"
prints "$examples/vgg_chain.dot: 6 derivations of 3 steps
  states           4
  transitions      3
  normal forms     1: 2 blobs, 1 layer" "and 3! derivations"

run modmorph explore "$examples/bridge.dot"
prints "$examples/bridge.dot: 1 derivation of 0 steps
  states           1
  transitions      0
  normal forms     1: 4 blobs, 5 layers" "a core is its own normal form"

cp "$examples/bridge.dot" bridge.dot
run modmorph explore --node bridge.dot
prints "bridge.dot: 8 derivations of 4 steps
  states           7
  transitions      9
  normal forms     1: 2 blobs, 1 layer
  node reductions  1 at least, 2 at most" "with node reductions it ends in one layer"
run modmorph explore --node --json bridge.dot
prints '{"file":"bridge.dot","derivations":"8","steps":4,"states":7,"transitions":9,"normal_forms":1,"blobs":2,"layers":1,"node_reductions":{"least":1,"most":2}}' "--json"

cat >two.dot <<'END'
digraph two { s -> a; a -> t; s -> t }
END
run modmorph explore two.dot -o -
exits 0 "-o - is the graph of states"
prints 'digraph derivations {
  node [shape=box];
  q0 [label="3 blobs, 3 layers\ns→a, a→t, s→t"];
  q1 [label="2 blobs, 2 layers\ns→t, s→t"];
  q2 [label="2 blobs, 1 layer\ns→t", peripheries=2];
  q0 -> q1 [label="series"];
  q1 -> q2 [label="parallel", color="#005A9C"];
}' "as DOT, and nothing else"
run modmorph explore two.dot -o two.states.dot
exits 0 "-o FILE.dot"
ok "is a file of it" grep -q 'q1 -> q2' two.states.dot
for format in svg pdf png; do
  run modmorph explore two.dot -o "two.$format"
  exits 0 "-o FILE.$format"
  ok "is drawn" [ -s "two.$format" ]
done
ok "every blob of the module carries its name" [ "$(grep -c '<title>a</title>' two.svg)" = 1 ]

# The two ways to the second state with three blobs would call the one between by two names.
run modmorph explore --node bridge.dot -o -
ok "isomorphic states are one, whose inner blobs have no name" \
  grep -qF '  q3 [label="3 blobs, 3 layers\ns→①, s→t, ①→t"];' "$out"
ok "which the module's have" grep -qF '  q0 [label="4 blobs, 5 layers\ns→a, s→b, a→b, a→t, b→t"];' "$out"
run modmorph explore --node bridge.dot -o bridge.svg
ok "nor in a drawing, but in its first state" [ "$(grep -c '<title>[ab]</title>' bridge.svg)" = 2 ]
ok "where the terminals have theirs everywhere" [ "$(grep -c '<title>[st]</title>' bridge.svg)" = 14 ]
ok "every state its size" grep -q '3 blobs, 3 layers' two.svg

run modmorph explore two.dot -o two.txt
exits 2 "a name without a format is an error"
mentions "two.txt: the name should end in .dot, .svg, .pdf or .png" "and says which there are"
run modmorph explore two.dot -o two.dot
exits 2 "the states do not replace the module"
mentions "two.dot: is the input" "and says so"
run modmorph explore --json two.dot -o -
exits 2 "--json and -o - are too much for one standard output"

awk 'BEGIN { print "33 32 0 32"; for (i = 0; i < 32; i++) print i, i + 1 }' >long.edges
run modmorph explore long.edges
exits 2 "33 blobs are too many"
mentions "up to 32 blobs and 64 layers" "and the limits are said"
awk 'BEGIN { print "12 33 0 11"; for (i = 0; i < 11; i++) for (k = 1; k <= 3; k++) print i, i + 1 }' >fat.edges
run modmorph explore fat.edges
exits 2 "and so are 10000 states"
mentions "more than 10000 states" "which is said"
run modmorph explore --node "$examples/darts_cell.dot" -o darts.svg
exits 2 "153 states are not drawn"
mentions "153 states do not fit a picture" "and the way on is named"
ok "and there is no file" [ ! -e darts.svg ]
run modmorph explore nowhere.dot
exits 2 "a missing file has no answer"
mentions "nowhere.dot" "and is named"

finish
