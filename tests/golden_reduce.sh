# tests/golden_reduce.sh: derivations, equations, replay.
. "${srcdir:-.}/tests/tap.sh"

cp "$examples/resnet_block.dot" "$examples/module_d.dot" "$examples/bridge.dot" .

run modmorph reduce resnet_block.dot
exits 0 "a reduction is written"
cp "$out" resnet.txt
ok "one step a line: series" grep -q '^S 1 2 .*TYPE-I at blob a' "$out"
ok "one step a line: parallel" grep -q '^P 1 3 .*TYPE-II' "$out"
ok "with the morphing equation" grep -qx '# G = conv2 \* conv1 + shortcut' "$out"

run modmorph reduce resnet_block.dot -o file.txt
prints "" "with -o nothing goes to standard output"
ok "and the file is the same" cmp -s file.txt resnet.txt
run modmorph reduce resnet_block.dot -o -
ok "-o - is standard output" cmp -s "$out" resnet.txt

run modmorph reduce resnet_block.dot --equation unicode
ok "the equation in Unicode" grep -qx '# G = conv2 ⊛ conv1 + shortcut' "$out"
run modmorph reduce resnet_block.dot --equation latex
ok "the equation in LaTeX" grep -q '^# G = .*\\circledast' "$out"
run modmorph reduce resnet_block.dot --equation none
ok "or no equation" [ "$(grep -c 'G =' "$out")" -eq 0 ]

run modmorph reduce module_d.dot
exits 0 "a complex module is reduced to its core"
ok "which gives each of its layers" [ "$(grep -c '^# G(' "$out")" -eq 7 ]
run modmorph reduce module_d.dot --to-single
exits 0 "or on to one layer"
cp "$out" module_d.txt
ok "by one node reduction" [ "$(grep -c '^N' "$out")" -eq 1 ]
ok "which is the one at blob c" grep -q '^N out 6 3 4' "$out"
ok "and as few as possible" grep -qx '# 1 node reduction, as few as possible' "$out"
ok "with the equation of the paper, factored" grep -qx '# G = (F6 \* F3 + F5) \* F1 + (F6 \* F4 + F7) \* F2' "$out"

run modmorph reduce resnet_block.dot --replay resnet.txt
exits 0 "what was written replays"
prints "resnet.txt: replays (2 steps, 1 layer left)" "to its end"
run modmorph reduce module_d.dot --replay module_d.txt
exits 0 "node reductions too"
sed 's/^P 1 3/P 1 1/' resnet.txt >wrong.txt
run modmorph reduce resnet_block.dot --replay wrong.txt
exits 1 "a step that does not apply is the answer no"
ok "and is named with its line" grep -q '^wrong.txt: refused (line [0-9]*: ' "$out"
run modmorph reduce bridge.dot --replay resnet.txt
ok "the derivation of another module is not accepted" [ "$code" -ne 0 ]
run modmorph reduce resnet_block.dot --replay resnet_block.dot
exits 2 "what is no derivation has no answer"
mentions "resnet_block.dot:1" "and is named"
run modmorph reduce resnet_block.dot --replay nowhere.txt
exits 2 "nor has a missing file"
mentions "nowhere.txt" "which is named"

run modmorph reduce --json resnet_block.dot
prints '{"file":"resnet_block.dot","answer":"simple","core":{"blobs":2,"layers":1},"node_reductions":0,"equation":"G = conv2 * conv1 + shortcut","steps":[{"rule":"series","a":"conv1","b":"conv2","blob":"a"},{"rule":"parallel","a":"conv1","b":"shortcut"}]}' \
  "--json has the steps by name"
run modmorph reduce --json --to-single bridge.dot
ok "whether there are as few as possible" grep -q '"node_reductions":1,"minimal":true' "$out"
ok "and what node reductions move" grep -q '"rule":"node-in","a":"F1","blob":"a","moved":\["F3","F4"\]' "$out"

awk 'BEGIN { n = 4001; print n, 2 * n - 3, 0, n - 1
  for (i = 0; i + 1 < n; i++) { print i, i + 1; if (i + 2 < n) print i, i + 2 } }' >large.edges
run modmorph reduce large.edges --to-single
ok "a large core is reduced without measuring it, which is said" \
  grep -qx '# [0-9]* node reductions, not minimal: the core is large, and --complexity was not asked for' "$out"
run modmorph reduce large.edges --to-single --json
ok "in JSON, too" grep -q '"minimal":false' "$out"
run modmorph reduce large.edges --to-single --complexity
ok "unless that is asked for" grep -qx '# 3998 node reductions, as few as possible' "$out"

for how in dot edges jsonl; do
  case $how in
    dot) cp bridge.dot stdin.txt ;;
    edges) printf '4 5 0 3\n0 1\n0 2\n1 2\n1 3\n2 3\n' >stdin.txt ;;
    jsonl) echo '{"vertices":4,"edges":[[0,1],[0,2],[1,2],[1,3],[2,3]],"source":0,"sink":3}' >stdin.txt ;;
  esac
  feed stdin.txt modmorph reduce -
  exits 0 "$how is known by its beginning on standard input"
  ok "and reduced ($how)" grep -q '^layers 5' "$out"
done
cat stdin.txt stdin.txt >two.txt
feed two.txt modmorph reduce -
exits 2 "reduce takes one module"
mentions "there are 2 modules in it, one a line" "and says so"

# ---- output that fails leaves nothing

mkdir closed
chmod a-w closed
if [ -w closed ]; then
  skip "a folder that cannot be written to is an error" "root may write everywhere"
else
  run modmorph reduce bridge.dot -o closed/x.txt
  exits 2 "a folder that cannot be written to is an error"
  mentions "closed/x.txt" "which names the file"
fi
run modmorph reduce bridge.dot -o nowhere/x.txt
exits 2 "a folder that is not there is an error"
mentions "nowhere/x.txt" "which names the file"
echo old >kept.txt
run modmorph reduce missing.dot -o kept.txt
ok "a command that fails leaves the old file alone" [ "$(cat kept.txt)" = old ]
run modmorph reduce missing.dot -o new.txt
ok "and makes no new one" [ ! -e new.txt ]
ok "nor leaves temporary files" [ "$(find . -name '*.txt?*' | wc -l)" -eq 0 ]

cp "$examples/bridge.dot" precious.dot
run modmorph reduce precious.dot -o precious.dot
exits 2 "a derivation does not replace its module"
mentions "is the input" "and says so"
ok "which is as it was" cmp -s precious.dot "$examples/bridge.dot"

# ---- names are unique

echo 'digraph { s -> a [label=F2]; a -> t; s -> t [label=F1]; }' >clash.dot
run modmorph reduce clash.dot
ok "a layer without a name gives way to one that has it" grep -qx '# G = F2_2 \* F2 + F1' "$out"
ok "in steps as well" grep -qx 'S 1 2  # TYPE-I at blob a: F2, then F2_2' "$out"

cat >equal.dot <<'END'
digraph {
  in -> "c_{k-2}" [label=pre0]; in -> "c_{k-1}" [label=pre1];
  "c_{k-2}" -> 0 [label=sep_conv_3x3]; "c_{k-1}" -> 0 [label=sep_conv_3x3];
  "c_{k-2}" -> 1 [label=skip_connect]; "c_{k-1}" -> 1 [label=sep_conv_3x3];
  0 -> "c_{k}"; 1 -> "c_{k}";
}
END
run modmorph reduce equal.dot --to-single
ok "layers of one label are told apart" [ "$(grep -o 'sep_conv_3x3[_0-9]*' "$out" | sort -u | tr '\n' ' ')" = "sep_conv_3x3 sep_conv_3x3_2 sep_conv_3x3_3 " ]
run modmorph reduce equal.dot --json
ok "in JSON as well" grep -q '= sep_conv_3x3\\nG(\\"c_{k-1}\\" -> 0) = sep_conv_3x3_2\\n' "$out"

finish
