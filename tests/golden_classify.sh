# tests/golden_classify.sh: verdicts, streams, exit statuses.
. "${srcdir:-.}/tests/tap.sh"

cp "$examples/bridge.dot" "$examples/resnet_block.dot" "$examples/module_d.dot" .

# ---- single files

run modmorph classify resnet_block.dot
exits 0 "a simple module is the answer yes"
prints "resnet_block.dot: simple" "which is one line"
complains "" "and nothing else"

run modmorph classify bridge.dot
exits 1 "a complex module is the answer no"
prints "bridge.dot: complex (core 4 blobs, 5 layers; reduction complexity 1)" "with the size of its core and its reduction complexity"

printf '4 5 0 3\n0 1\n0 2\n1 2\n1 3\n2 3\n' >bridge.edges
run modmorph classify bridge.edges
prints "bridge.edges: complex (core 4 blobs, 5 layers; reduction complexity 1)" "edge lists are known by their extension"

run modmorph classify resnet_block.dot bridge.dot module_d.dot
exits 1 "one complex module among several is the answer no"
prints "resnet_block.dot: simple
bridge.dot: complex (core 4 blobs, 5 layers; reduction complexity 1)
module_d.dot: complex (core 5 blobs, 7 layers; reduction complexity 1)" "several files are answered in order"

run modmorph classify --json resnet_block.dot bridge.dot
prints '{"file":"resnet_block.dot","answer":"simple","core":{"blobs":2,"layers":1},"complexity":0}
{"file":"bridge.dot","answer":"complex","core":{"blobs":4,"layers":5},"complexity":1}' "--json gives one object per module"

odd=$(printf 'odd\377"name.dot')
cp resnet_block.dot "$odd"
run modmorph classify --json "$odd"
ok "a name that is not UTF-8 still gives JSON" grep -q '"file":"odd\\ufffd\\"name.dot"' "$out"

# ---- large cores: all layers i -> i+1 and i -> i+2, whose complexity is three less than the blobs

awk 'BEGIN { n = 4001; print n, 2 * n - 3, 0, n - 1
  for (i = 0; i + 1 < n; i++) { print i, i + 1; if (i + 2 < n) print i, i + 2 } }' >large.edges
run modmorph classify large.edges
exits 1 "a large core is decided"
prints "large.edges: complex (core 4001 blobs, 7999 layers; reduction complexity left out; --complexity computes it)" \
  "but not measured, which is said"
run modmorph classify --json large.edges
prints '{"file":"large.edges","answer":"complex","core":{"blobs":4001,"layers":7999},"complexity":null,"reason":"left out; --complexity computes it"}' \
  "in JSON as well"
run modmorph classify --complexity large.edges
prints "large.edges: complex (core 4001 blobs, 7999 layers; reduction complexity 3998)" "it is when that is asked for"

awk 'BEGIN { n = 200001; print n, 2 * n - 3, 0, n - 1
  for (i = 0; i + 1 < n; i++) { print i, i + 1; if (i + 2 < n) print i, i + 2 } }' >huge.edges
run modmorph classify --complexity huge.edges
exits 1 "a core can be too large to be measured at all"
prints "huge.edges: complex (core 200001 blobs, 399999 layers; reduction complexity left out: the core is too large)" \
  "which is another reason"
run modmorph prove --complexity huge.edges -o huge.cert
ok "that prove gives, too" grep -q 'reduction complexity left out: the core is too large; bridge' "$out"
run modmorph reduce --to-single --complexity huge.edges
ok "and reduce" grep -qx '# [0-9]* node reductions, not minimal: the core is too large' "$out"

# ---- what is no module

echo 'digraph { s -> a; a -> b; b -> a; b -> t }' >cycle.dot
run modmorph classify cycle.dot resnet_block.dot
exits 2 "a graph that is no module has no answer"
prints "resnet_block.dot: simple" "and the others are answered all the same"
mentions "cycle.dot" "its error names the file"
mentions "cycle" "and says that there is a cycle"

run modmorph classify --json cycle.dot
exits 2 "--json keeps the exit status"
ok "--json says why it is no module" grep -q '"answer":"not a module","flaw":"cycle"' "$out"

echo 'digraph { s -> t; s -> u }' >sinks.dot
run modmorph classify sinks.dot
mentions "sink" "two sinks are named as such"

# ---- what is not in the module is said

printf 'strict digraph { s -> t; s -> t; s -> t; }\n' >strict.dot
run modmorph classify strict.dot
prints "strict.dot: simple" "a strict graph is read"
complains "modmorph: strict.dot: the graph is strict: 2 layers between blobs that have one already are left out" "and what it loses is said"
run modmorph classify --json strict.dot
prints '{"file":"strict.dot","answer":"simple","core":{"blobs":2,"layers":1},"complexity":0,"merged_layers":2}' "also in JSON"

printf 'strict digraph "" { x -> y; y -> z; x -> z; }\n' >harmless.dot
run modmorph classify harmless.dot
prints "harmless.dot: simple" "a strict graph without parallel layers is read"
complains "" "and there is nothing to say"

printf 'digraph { s -> t [key=k]; s -> t [key=k]; s -> t }\n' >keys.dot
run modmorph reduce --equation none keys.dot
mentions "keys.dot: 1 layer with the ends and the key of an earlier one is one with it, as in Graphviz; to keep them apart give each its own key" "layers of equal ends and key are one, which every command says"

printf 'digraph { edge [key=k]; s -> t; s -> t; }\n' >default.dot
run modmorph classify default.dot
prints "default.dot: simple" "a default key makes no layers one"
complains "" "so that there is nothing to say"

printf 'digraph { rankdir=LR; s -> a; s -> b; a -> t; b -> t; { rank=same; a -> b [style=invis]; } x [style=invis] }\n' >invisible.dot
run modmorph classify invisible.dot
prints "invisible.dot: simple" "invisible layers are for the layout"
complains "modmorph: invisible.dot: 1 invisible layer and 1 invisible blob (style=invis) are left out" "which is said"
run modmorph classify --json invisible.dot
ok "and counted in JSON" grep -q '"invisible_layers":1,"invisible_blobs":1}' "$out"

printf 'digraph { relu -> conv [dir=back]; conv -> data [dir=back]; relu -> data [dir=both] }\n' >backward.dot
run modmorph classify backward.dot
prints "backward.dot: simple" "layers go from tail to head"
ok "that they are drawn backward is said" grep -q '^modmorph: backward.dot: 2 layers are drawn backward (dir=back), and read from tail to head all the same$' "$err"

printf 'digraph { in -> {convA convB} -> {convC convD} -> out; }\n' >vertices.dot
run modmorph classify vertices.dot
prints "vertices.dot: complex (core 6 blobs, 8 layers; reduction complexity 2)" "vertices are blobs"
complains "modmorph: vertices.dot: vertices look like operators (convA); they are read as blobs, and each arrow as a layer" "also where they look like operators, which is said"
run modmorph classify --json vertices.dot
ok "in JSON as well" grep -q '"reading":"blobs"}' "$out"
printf 'digraph { x -> y [label=convA]; x -> y [label=convB]; y -> z [label=convC]; y -> z [label=convD]; }\n' >arrows.dot
run modmorph classify arrows.dot
prints "arrows.dot: simple" "the same network with layers as arrows is another module"
complains "" "of which there is nothing to say"
for vertices in 'a -> MyConv2d_1 -> b' 'a -> x -> b; x [label=<<b>MaxPool</b>>]' 'a -> x -> b; x [op_type=Add]'; do
  echo "digraph { $vertices }" >like.dot
  run modmorph classify like.dot
  ok "an operator is known in $vertices" grep -q 'look like operators' "$err"
done
for vertices in 'a -> b' 'conv1 -> conv2' 'a -> convex -> poolside -> ADDRESS -> b' 'a -> relu -> b; a -> x -> y -> b' 'a -> conv -> b [kernel=3]'; do
  echo "digraph { $vertices }" >like.dot
  run modmorph classify like.dot
  complains "" "none is seen in $vertices"
done

printf 'digraph g {\n  # a comment }\n  s -> a;  # first layer\n  #s -> t\n  a -> t; s -> t [color="#ff0000"]\n}\n' >hash.dot
run modmorph classify hash.dot
prints "hash.dot: simple" "# begins a comment"
complains "" "as // does"

# ---- streams

cat >stream.jsonl <<'END'
{"name":"one","vertices":2,"edges":[[0,1]],"source":0,"sink":1}
{"vertices":4,"edges":[[0,1],[0,2],[1,2],[1,3],[2,3]],"source":0,"sink":3}

this is no JSON
{"name":"loop","vertices":3,"edges":[[0,1],[1,1],[1,2]],"source":0,"sink":2}
{"name":"last \"one\"","vertices":3,"edges":[[0,1],[1,2],[0,2]],"source":0,"sink":2}
END
run modmorph classify stream.jsonl
exits 2 "a bad line is an error"
ok "every line has its answer" [ "$(wc -l <"$out")" -eq 5 ]
ok "a module is called by its name" [ "$(sed -n 1p "$out")" = "one: simple" ]
ok "or by its line" [ "$(sed -n 2p "$out")" = "2: complex (core 4 blobs, 5 layers; reduction complexity 1)" ]
ok "a line that is no JSON keeps its place" grep -q '^4: unreadable: ' "$out"
ok "so does one that is no module" grep -q '^loop: not a module: ' "$out"
ok "the stream goes on after bad lines" [ "$(sed -n 5p "$out")" = '"last \"one\"": simple' ]
ok "errors name the line" grep -q '^modmorph: stream.jsonl:4: ' "$err"
ok "each of them" grep -q '^modmorph: stream.jsonl:5: ' "$err"

# A line is answered while the writer of the next one waits.
mkfifo questions answers
modmorph classify - <questions >answers &
exec 3>questions 4<answers
echo '{"name":"first","vertices":2,"edges":[[0,1]]}' >&3
code=0
timeout 20 head -n 1 <&4 >"$out" 2>"$err" || code=$?
prints "first: simple" "an answer does not wait for the next question"
echo '{"name":"second","vertices":2,"edges":[[0,1]]}' >&3
exec 3>&-
cat <&4 >"$out" 2>"$err"
wait $!
prints "second: simple" "nor for the end"
exec 4<&-

feed stream.jsonl modmorph classify -
exits 2 "- is a stream on standard input"
ok "with the same answers" [ "$(sed -n 2p "$out")" = "2: complex (core 4 blobs, 5 layers; reduction complexity 1)" ]
ok "and errors that call it -" grep -q '^modmorph: -:4: ' "$err"

run modmorph classify --json stream.jsonl
ok "--json escapes names" grep -q '"name":"last \\"one\\"","answer":"simple"' "$out"
ok "--json gives bad lines their number" grep -q '"name":"loop","answer":"not a module","flaw":"self-loop","line":5' "$out"

sed -n 1,2p stream.jsonl >good.jsonl
run modmorph classify good.jsonl
exits 1 "a stream with a complex module is the answer no"
sed -n 1p stream.jsonl >good.jsonl
run modmorph classify good.jsonl
exits 0 "a stream of simple modules is the answer yes"

: >empty.jsonl
run modmorph classify empty.jsonl
exits 2 "an empty stream has no answer"
mentions "no module" "and says so"

# ---- files that cannot be read

run modmorph classify nowhere.dot
exits 2 "a missing file has no answer"
mentions "nowhere.dot" "and is named"
run modmorph classify nowhere.jsonl
mentions "nowhere.jsonl: No such file or directory" "a missing stream too"

mkdir folder.dot folder.jsonl
run modmorph classify folder.dot
exits 2 "a folder has no answer"
mentions "folder.dot" "and is named"
run modmorph classify folder.jsonl
exits 2 "a folder is no stream"
mentions "folder.jsonl: cannot read: this is a folder" "and is named, with the reason"

gzip -c stream.jsonl >packed.jsonl.gz
run modmorph classify packed.jsonl.gz
exits 2 "a gzip file is refused"
mentions "zcat packed.jsonl.gz | modmorph" "with what to do instead"
echo '{ "vertices"' >cut.jsonl
feed cut.jsonl modmorph classify -
mentions "-:1: " "a bad JSON line on standard input has its number"
feed packed.jsonl.gz modmorph classify -
mentions "gzip" "on standard input too"

: >empty.dot
run modmorph classify empty.dot
exits 2 "an empty file has no answer"
mentions "empty.dot" "and is named"

printf '\177ELF\002\001\000\377\376\200\000' >binary.dot
run modmorph classify binary.dot
exits 2 "binary data have no answer"
mentions "binary.dot" "and one line says so"

run modmorph classify notes.txt
exits 2 "an unknown kind of file has no answer"
mentions "notes.txt" "and is named"

# ---- writing

if [ -w /dev/full ]; then
  code=0
  modmorph classify bridge.dot >/dev/full 2>"$err" || code=$?
  : >"$out"
  exits 2 "a full disk is an error"
  mentions "standard output: No space left on device" "that says what happened"
else
  skip "a full disk is an error" "there is no /dev/full"
fi

# ---- refusals tell all there is

echo 'digraph { "c_{k-2}" -> 0; "c_{k-1}" -> 0; "c_{k-2}" -> 1; "c_{k-1}" -> 1; 0 -> c_k; 1 -> c_k; "a, b" }' >inputs.dot
run modmorph classify inputs.dot
exits 2 "a graph of two inputs is no module"
complains 'modmorph: inputs.dot:1: not a module: blob "a, b" is isolated: no layer touches it; there are 2 sources (blobs without a layer in): c_{k-2}, c_{k-1}; remove the isolated blob or join it by layers; add a blob with a layer to each source' \
  "all that is wrong is told at once, with what to do"
run modmorph classify --json inputs.dot
ok "and listed in JSON" grep -qF '"sources":["c_{k-2}","c_{k-1}"],"sinks":["c_k"],"isolated":["a, b"],"cycle":[],"self_loops":[],"parts":1}' "$out"
run modmorph reduce inputs.dot
mentions "there are 2 sources" "other commands say the same"
i=0
{ echo 'digraph {'; while [ $i -lt 30 ]; do echo "a_source_with_a_long_name_$i -> a_sink_with_a_long_name_$i"; i=$((i + 1)); done; echo '}'; } >thirty.dot
run modmorph classify --json thirty.dot
ok "up to twenty are named" [ "$(grep -o 'a_source_with_a_long_name_[0-9]*' "$err" | wc -l)" -eq 20 ]
ok "the rest are counted" grep -q 'a_source_with_a_long_name_19 and 10 more; ' "$err"
ok "JSON has all" [ "$(sed 's/.*"sources"/"sources"/' "$out" | grep -o '"a_source_with_a_long_name_[0-9]*"' | wc -l)" -eq 30 ]
ok "and the parts" grep -q '"parts":30' "$out"

finish
