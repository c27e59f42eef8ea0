# tests/golden_prove.sh: certificates and the program that judges them.
. "${srcdir:-.}/tests/tap.sh"

cp "$examples/resnet_block.dot" "$examples/module_d.dot" "$examples/bridge.dot" .

run modmorph prove resnet_block.dot -o simple.cert
exits 0 "a simple module is proved"
prints "resnet_block.dot: simple (2 steps to one layer); certificate written to simple.cert" "in one line"
run modmorph-check resnet_block.dot simple.cert
exits 0 "its certificate is accepted"
prints "accepted: simple" "and the judge says what it accepted"

run modmorph prove module_d.dot -o complex.cert
exits 0 "a complex module is proved, too"
prints "module_d.dot: complex (reduction complexity 1; bridge s b c t); certificate written to complex.cert" "with the corners of its bridge"
run modmorph-check module_d.dot complex.cert
exits 0 "its certificate is accepted"

run modmorph prove module_d.dot
ok "without -o the certificate goes to standard output" cmp -s "$out" complex.cert
run modmorph prove module_d.dot -o -
ok "-o - is the same" cmp -s "$out" complex.cert

run modmorph prove --json resnet_block.dot -o simple.cert
prints '{"file":"resnet_block.dot","answer":"simple","steps":2,"certificate":"simple.cert"}' "--json, simple"
run modmorph prove --json module_d.dot -o complex.cert
prints '{"file":"module_d.dot","answer":"complex","bridge":["s","b","c","t"],"complexity":1,"certificate":"complex.cert"}' "--json, complex"

run modmorph-check bridge.dot complex.cert
exits 1 "the certificate of another module is refused"
ok "with a reason" grep -q '^refused: ' "$out"
sed 's/^claim complexity 1/claim simple/' complex.cert >lie.cert
run modmorph-check module_d.dot lie.cert
exits 1 "a wrong claim is not accepted"
sed 's/^claim complexity 1/claim complexity 2/' complex.cert >lie.cert
run modmorph-check module_d.dot lie.cert
exits 1 "nor a wrong complexity"
prints "refused: the claim is 2 node reductions, but the steps have 1" "and the reason says what is wrong"

# A core of more than 4000 blobs: all layers i -> i+1 and i -> i+2.
awk 'BEGIN { n = 4001; print n, 2 * n - 3, 0, n - 1
  for (i = 0; i + 1 < n; i++) { print i, i + 1; if (i + 2 < n) print i, i + 2 } }' >large.edges
run modmorph prove large.edges -o large.cert
prints "large.edges: complex (reduction complexity left out; --complexity computes it; bridge 0 1 2 3); certificate written to large.cert" \
  "the complexity of a large core is left out, which is said"
ok "and not claimed" [ "$(sed -n 2p large.cert)" = "claim complex" ]
run modmorph-check large.edges large.cert
prints "accepted: complex" "which is accepted"
run modmorph prove --json large.edges -o large.cert
ok "JSON says so, too" grep -q '"complexity":null,"reason":"left out; --complexity computes it"' "$out"
run modmorph prove --complexity large.edges -o large.cert
exits 0 "it is proved when that is asked for"
ok "and claimed" [ "$(sed -n 2p large.cert)" = "claim complexity 3998" ]
run modmorph-check large.edges large.cert
prints "accepted: complexity 3998" "which is accepted as well"
run modmorph-check module_d.dot nowhere.cert
exits 2 "a missing certificate has no answer"
mentions "nowhere.cert" "and is named"
run modmorph-check nowhere.dot complex.cert
exits 2 "nor has a missing module"
mentions "nowhere.dot" "which is named"

run modmorph prove nowhere.dot -o new.cert
exits 2 "what cannot be read is not proved"
ok "and leaves no certificate" [ ! -e new.cert ]
run modmorph prove bridge.dot -o nowhere/new.cert
exits 2 "a certificate that cannot be written is an error"
mentions "nowhere/new.cert" "which names it"

cp bridge.dot precious.dot
run modmorph prove precious.dot -o ./precious.dot
exits 2 "a certificate does not replace its module"
mentions "precious.dot: is the input" "and says so"
ok "which is as it was" cmp -s precious.dot bridge.dot

finish
