# tests/golden_formats.sh: what a file is by its content; several graphs in a file; files of other kinds.
. "${srcdir:-.}/tests/tap.sh"

cp "$examples/bridge.dot" "$examples/resnet_block.dot" .

# ---- content decides

for name in bridge bridge.txt bridge.dot.bak bridge.edges bridge.jsonl "name with blanks"; do
  cp bridge.dot "$work/here/copy" && mkdir -p by && cp bridge.dot "by/$name"
  run modmorph classify "by/$name"
  exits 1 "DOT called $name is read as DOT"
done
printf '# numbers\n4 5 0 3\n0 1\n0 2\n1 2\n1 3\n2 3\n' >numbers
run modmorph classify numbers
prints "numbers: complex (core 4 blobs, 5 layers; reduction complexity 1)" "numbers are read as an edge list, whatever the name"
printf '{"vertices":2,"edges":[[0,1]]}\n{"name":"two","vertices":2,"edges":[[0,1],[0,1]]}\n' >lines.txt
run modmorph classify lines.txt
prints "1: simple
two: simple" "and a brace begins JSON lines"

feed bridge.dot modmorph classify -
prints "-: complex (core 4 blobs, 5 layers; reduction complexity 1)" "classify reads DOT from standard input"
feed numbers modmorph classify -
prints "-: complex (core 4 blobs, 5 layers; reduction complexity 1)" "and edge lists"
code=0
cat bridge.dot resnet_block.dot | modmorph classify - >"$out" 2>"$err" || code=$?
exits 1 "also from a pipe"
prints "-#bridge: complex (core 4 blobs, 5 layers; reduction complexity 1)
-#resnet_block: simple" "with several graphs"
code=0
{ sleep 0.2; printf ' '; sleep 0.2; printf '{"vertices":2,'; sleep 0.2; printf '"edges":[[0,1]]}\n'; } | modmorph classify - >"$out" 2>"$err" || code=$?
prints "1: simple" "a pipe may be slow"
: | modmorph classify - >"$out" 2>"$err" || code=$?
mentions "the file is empty" "nothing is no module"
awk 'BEGIN { printf "digraph {"; for (i = 0; i < 30000; i++) print "# a comment\n"; print "s -> t }" }' >long.dot
code=0
cat long.dot | modmorph classify - >"$out" 2>"$err" || code=$?
prints "-: simple" "a long text comes whole through a pipe"

# ---- several graphs

cat >several.dot <<'END'
digraph A { s -> t }
digraph { s -> a; s -> b; a -> b; a -> t; b -> t }
digraph C { s -> s }
graph D { s -- t }
digraph E { s -> t [style=invis]; s -> t }
END
run modmorph classify several.dot
exits 2 "a file of several graphs is answered"
prints "several.dot#A: simple
several.dot#2: complex (core 4 blobs, 5 layers; reduction complexity 1)
several.dot#C: not a module: layer F1 is a self-loop at blob s; blob s is isolated: no other layer touches it; remove the self-loop; remove the isolated blob or join it by layers
several.dot#D: unreadable: the graph is undirected, but layers have a direction: write digraph instead of graph, and '->' instead of '--'
several.dot#E: simple" "one line each, in order"
ok "errors have their lines" grep -q '^modmorph: several.dot:3: ' "$err"
ok "notes name the graph" grep -q '^modmorph: several.dot#E: 1 invisible layer' "$err"
run modmorph classify --json several.dot
ok "in JSON file and name are apart" grep -q '^{"file":"several.dot","name":"2","answer":"complex"' "$out"
run modmorph classify several.dot#2 several.dot#A
prints "several.dot#2: complex (core 4 blobs, 5 layers; reduction complexity 1)
several.dot#A: simple" "one is chosen by its number or name"
run modmorph prove several.dot#2 -o bridge.cert
exits 0 "every command takes one"
run modmorph-check several.dot#2 bridge.cert
exits 0 "the judge as well"
run modmorph-check several.dot#A bridge.cert
exits 1 "of just that graph"
run modmorph reduce several.dot
mentions "several.dot:2: there are 5 graphs in it: A, 2, C, D, E; name one behind the file, as in FILE#A" "where one is wanted, several are refused with what they are called"
run modmorph reduce several.dot#F
mentions "there is no graph called F in it; its graphs are: A, 2, C, D, E" "so is one that is not there"
cp several.dot kept.dot
run modmorph reduce several.dot#A -o several.dot
exits 2 "a file is not overwritten by what is made of one of its graphs"
ok "it is what it was" cmp -s several.dot kept.dot
cp bridge.dot bridge.dot#A
run modmorph classify bridge.dot#A
prints "bridge.dot#A: complex (core 4 blobs, 5 layers; reduction complexity 1)" "a file whose name has a # is that file"
run modmorph reduce lines.txt#two --equation none -o steps.txt
exits 0 "one of several JSON lines is chosen the same way"

# ---- other kinds

refused () { # file words what
  run modmorph classify "$1"
  exits 2 "$3 is refused"
  mentions "$2" "with what it is and what to do"
  run modmorph reduce "$1"
  mentions "$2" "by every command"
}

printf '<?xml version="1.0"?>\n<graphml xmlns="x">\n</graphml>\n' >m.graphml
refused m.graphml "m.graphml: this is a GraphML file; Graphviz converts it: graphml2gv FILE >NEW.dot" GraphML
printf '<gexf version="1.2"></gexf>\n' >m.gexf
refused m.gexf "this is a GEXF file; networkx converts it" GEXF
printf 'Creator "x"\ngraph\n[\n  directed 1\n  node [ id 0 ]\n]\n' >m.gml
refused m.gml "this is a GML file; Graphviz converts it: gml2gv FILE >NEW.dot" GML
cp m.gml gml.dot
refused gml.dot "this is a GML file" "GML of another name"
printf 'graph LR\n  a --> b\n' >m.mmd
refused m.mmd "this is a drawing in Mermaid" Mermaid
printf '<svg xmlns="x"></svg>' >m.svg
refused m.svg "this is a picture (SVG)" "a picture"
printf '\211PNG\r\n\032\n' >m.png
refused m.png "this is a picture (PNG)" "a picture in bits"
printf '\010\007\022\007pytorch\032\0032.1:\004\012\002ab' >m.onnx
refused m.onnx "this is an ONNX file; examples/onnx_to_dot.py writes its module" ONNX
cp m.onnx onnx.dot
refused onnx.dot "this is an ONNX file" "ONNX of another name"
printf 'PK\003\004..........................archive/data.pkl' >m.pt
refused m.pt "this is a PyTorch file" PyTorch
printf 'PK\003\004..........................arr_0.npy' >m.npz
refused m.npz "this is a file of NumPy arrays" .npz
cp "$examples/weights/digits_32x16_1x1.npy" m.npy
refused m.npy "this is an array of NumPy" .npy
printf '\200\002}q\001.' >m.pkl
refused m.pkl "this is a pickle of Python" "a pickle"
printf '\211HDF\r\n\032\n' >m.h5
refused m.h5 "this is an HDF5 file" HDF5
printf '\020\000\000\000\000\000\000\000{"a":{"dtype":"F32"}}' >m.safetensors
refused m.safetensors "this is a safetensors file" safetensors
printf '\034\000\000\000TFL3' >m.tflite
refused m.tflite "this is a TensorFlow Lite file" "TensorFlow Lite"
printf '\001\002\000\003\000\000\000' >m.bin
refused m.bin "this is a binary file" "what is binary"
printf 'graph LR\n{ a -- b }\n' >undirected.dot
refused undirected.dot "the graph is undirected, but layers have a direction" "an undirected graph called LR"
printf 'digraph {\n a -> b [label="layer { bottom: TFL3"]\n}\n' >m.prototxt
run modmorph classify m.prototxt
prints "m.prototxt: simple" "DOT is DOT, whatever its words"
printf '{"class_name":"Functional","config":{"layers":[]}}' >keras.json
refused keras.json "this is a model of Keras in JSON" "a model of Keras"
printf '{"directed":true,"nodes":[{"id":0}],"links":[{"source":0,"target":1}]}' >nodes.json
refused nodes.json "this is a graph in JSON (networkx node-link, D3); jq writes it as DOT" "a graph of networkx"
printf '{\n  "vertices": 2,\n  "edges": [[0,1]]\n}\n' >lines.json
refused lines.json "this is JSON over several lines, but modules are one object a line: jq -c . FILE | modmorph classify -" "JSON over several lines"
printf '[{"vertices":2,"edges":[[0,1]]}]\n' >array.json
refused array.json "this is an array in JSON, but modules are one object a line: jq -c '.[]' FILE | modmorph classify -" "an array of modules"
printf 'digraph { caf\351 -> b }\n' >latin.dot
refused latin.dot "latin.dot:1: byte 0xE9 is not UTF-8; if the file is in Latin-1, convert it: iconv -f latin1 -t utf-8 FILE >NEW" Latin-1
iconv -f utf-8 -t utf-16 bridge.dot >wide.dot
refused wide.dot "wide.dot: this is text in UTF-16; convert it: iconv -f utf-16 -t utf-8 FILE >NEW" UTF-16
iconv -f utf-8 -t utf-16le bridge.dot >unmarked.dot
refused unmarked.dot "this is text in UTF-16; convert it: iconv -f utf-16le -t utf-8 FILE >NEW" "UTF-16 without a mark"
refused bridge.cert "this is a certificate; modmorph-check MODULE FILE judges it" "a certificate"
modmorph reduce bridge.dot -o bridge.steps
refused bridge.steps "this is a derivation; modmorph reduce MODULE --replay FILE checks it" "a derivation"
gzip -c bridge.dot >bridge.dot.gz
refused bridge.dot.gz "zcat bridge.dot.gz | modmorph COMMAND -" "a packed file"
mkdir child
cp bridge.dot child/module.dot
refused child "child: cannot read: this is a folder; its module is module.dot inside" "a child's folder"
for file in m.onnx m.pt m.h5 wide.dot bridge.dot.gz keras.json m.graphml; do
  feed "$file" modmorph classify -
  exits 2 "$file is refused on standard input as well"
  mentions "this is " "for what it is"
done

# ---- a network of ONNX

if python3 -c 'import onnx' 2>/dev/null; then
  python3 - <<'END'
import onnx
from onnx import helper as h, TensorProto as T
nodes = [h.make_node("Conv", ["x", "w"], ["a"]), h.make_node("Relu", ["a"], ["b"]), h.make_node("Conv", ["b", "w"], ["c"]),
         h.make_node("Add", ["c", "x"], ["y"]), h.make_node("Shape", ["x"], ["n"])]
graph = h.make_graph(nodes, "block", [h.make_tensor_value_info("x", T.FLOAT, [1, 1, 4, 4])],
                     [h.make_tensor_value_info("y", T.FLOAT, [1, 1, 4, 4])], [h.make_tensor("w", T.FLOAT, [1, 1, 1, 1], [1.0])])
onnx.save(h.make_model(graph), "block.onnx")
END
  refused block.onnx "this is an ONNX file" "a network of ONNX"
  run python3 "$top_srcdir/examples/onnx_to_dot.py" block.onnx
  cp "$out" block.dot
  ok "what leads to no output is counted" grep -q '^onnx_to_dot.py: 5 of 6 layers' "$err"
  run modmorph classify block.dot
  prints "block.dot: simple" "the rest is a module"
else
  skip "onnx_to_dot.py makes a module of a network of ONNX" "Python has no onnx here"
fi

# What is said to be done helps, where the programs are there.
converted () { # text what
  code=0
  modmorph classify made.dot >"$out" 2>"$err" || code=$?
  prints "made.dot: complex (core 4 blobs, 5 layers; reduction complexity 1)" "$1"
}
iconv -f utf-16 -t utf-8 wide.dot >made.dot
converted "iconv makes a module of UTF-16"
zcat bridge.dot.gz >made.dot
converted "zcat makes one of a packed file"
cat >graph.json <<'END'
{"directed": true, "nodes": [{"id": "s"}, {"id": "a"}, {"id": "b"}, {"id": "t"}], "links": [
  {"source": "s", "target": "a"}, {"source": "s", "target": "b"}, {"source": "a", "target": "b"},
  {"source": "a", "target": "t"}, {"source": "b", "target": "t"}]}
END
sed 's/"links"/"edges"/' graph.json >edges.json
for file in graph.json edges.json; do
  run modmorph classify "$file"
  sed -n 's/.*writes it as DOT: //p' "$err" | sed "s/FILE/$file/; s/NEW.dot/made.dot/" >script.sh
  if command -v jq >/dev/null; then
    sh script.sh
    converted "the line for jq makes a module of $file"
  else
    skip "the line for jq makes a module of $file" "there is no jq"
  fi
done

finish
