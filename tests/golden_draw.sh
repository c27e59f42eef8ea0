# tests/golden_draw.sh: which files are drawn, and what is refused.
. "${srcdir:-.}/tests/tap.sh"

cp "$examples/resnet_block.dot" "$examples/module_d.dot" .

begins () { # file text
  [ "$(head -c "${#2}" "$1")" = "$2" ]
}

is_png () {
  [ "$(od -An -tx1 -N8 "$1" | tr -d ' ')" = 89504e470d0a1a0a ]
}

run modmorph draw resnet_block.dot -o board.svg
exits 0 "a storyboard is drawn"
prints "board.svg: 2 steps" "and named"
complains "" "without a word from Graphviz"
ok "it is SVG" begins board.svg '<?xml'
ok "blobs carry their names" grep -q '<title>.*a' board.svg

run modmorph draw resnet_block.dot -o two.svg -o two.pdf -o two.png
exits 0 "several formats at once"
ok "the same SVG" cmp -s board.svg two.svg
ok "a PDF" begins two.pdf %PDF
ok "a PNG" is_png two.png
cp two.pdf first.pdf
run modmorph draw resnet_block.dot -o two.pdf
ok "the same bytes in every run" cmp -s two.pdf first.pdf

run modmorph draw resnet_block.dot --morph -o morph.svg
exits 0 "the other direction"
ok "is another sheet" [ "$(cmp -s morph.svg board.svg; echo $?)" -eq 1 ]
run modmorph draw resnet_block.dot --step 1 -o step.svg
prints "step.svg: step 1" "one step alone"
run modmorph draw resnet_block.dot --step 3 -o none.svg
exits 2 "a step that is not there"
mentions "steps 0 to 2, not 3" "says which are"
run modmorph draw resnet_block.dot -o -
ok "-o - is standard output" cmp -s "$out" board.svg
run modmorph draw resnet_block.dot -o - --format pdf
ok "in the format asked for" begins "$out" %PDF
run modmorph draw resnet_block.dot -o - --format png,svg
exits 2 "several do not go into one stream"
mentions "standard output holds one picture: --format png,svg names several" "and none is passed over"
prints "" "with nothing drawn"
run modmorph draw resnet_block.dot -o other.svg --format png
exits 2 "the name of a file says its format"
mentions "the name of a file says its format" "so --format is not passed over"
ok "and nothing is drawn" [ ! -e other.svg ]
run modmorph draw --quiet resnet_block.dot -o quiet.svg
prints "" "--quiet says nothing"

run modmorph draw module_d.dot -o board.svg
prints "board.svg: 6 steps" "a complex module goes on to one layer"
run modmorph draw module_d.dot --to-core -o board.svg
prints "board.svg: 0 steps" "or stops at its core"
run modmorph draw module_d.dot --certificate -o bridge.svg
exits 0 "the bridge of a complex module"
prints "bridge.svg: the bridge" "is one picture"
run modmorph draw resnet_block.dot --certificate -o none.svg
exits 1 "a simple module has no bridge"
mentions "is simple" "and the message says so"
ok "and there is no picture" [ ! -e none.svg ]

# ---- folders

run modmorph draw resnet_block.dot -o steps/ --format svg,png
exits 0 "a folder gets a picture per step"
ok "in each format" [ "$(ls steps | tr '\n' ' ')" = "step-0.png step-0.svg step-1.png step-1.svg step-2.png step-2.svg " ]
run modmorph draw resnet_block.dot -o steps/
exits 2 "a folder that is there is not overwritten"
mentions "--force" "unless --force"
run modmorph draw resnet_block.dot -o steps --force
exits 0 "--force replaces it"
ok "whole" [ "$(ls steps | tr '\n' ' ')" = "step-0.svg step-1.svg step-2.svg " ]
echo mine >steps/mine.txt
run modmorph draw resnet_block.dot -o steps --force
exits 2 "a folder with other files is left alone"
ok "all of it" [ "$(cat steps/mine.txt)" = mine ]
mkdir empty
run modmorph draw resnet_block.dot -o empty
exits 0 "an empty folder may be filled"
run modmorph draw resnet_block.dot -o nowhere/steps/
exits 2 "a folder in a folder that is not there"
mentions "nowhere/steps" "is named"
ok "no temporary folder is left" [ "$(ls -d -- *.?????? 2>/dev/null | grep -c '\.[A-Za-z0-9]\{6\}$')" -eq 0 ]

# What a slide says first: "start: …", "morph 3/6".
titled () { # file text
  grep -q "<text[^>]*>$2" "$1"
}

run modmorph draw module_d.dot -o reduce/
ok "slides of the reduction begin with the module" titled reduce/step-0.svg 'module_d: complex'
ok "and count their steps" titled reduce/step-1.svg 'step 1/6'
ok "to the last" titled reduce/step-6.svg 'step 6/6'
run modmorph draw module_d.dot --morph -o morph/
ok "slides of the morph begin with one layer" titled morph/step-0.svg 'start: one convolution'
ok "and count the other way" titled morph/step-1.svg 'morph 1/6'
ok "to the module" titled morph/step-6.svg 'morph 6/6'
run modmorph draw module_d.dot --morph --step 1 -o one.svg
ok "--step counts as slides do" cmp -s one.svg morph/step-1.svg
run modmorph draw module_d.dot --morph --step 1 -o one/
ok "in a folder, too" cmp -s one.svg one/step-1.svg
awk 'BEGIN { print 12, 11, 0, 11; for (i = 0; i < 11; i++) print i, i + 1 }' >ten.edges
run modmorph draw ten.edges -o ten/
ok "from ten steps on all names are of one length" [ -e ten/step-00.svg -a -e ten/step-10.svg ]

# ---- refused

for n in 60 200 2000; do
  awk -v n=$n 'BEGIN { print n + 1, n, 0, n; for (i = 0; i < n; i++) print i, i + 1 }' >chain.edges
  run modmorph draw chain.edges -o chain.png
  exits 2 "a chain of $n layers is refused"
  complains "modmorph: chain.edges: the module has $((n + 1)) blobs, and a picture of more than 60 cannot be read; draw a part of it" \
    "with the reason"
  run modmorph draw chain.edges --step 1 -o chain/
  exits 2 "so are its steps"
  ok "and there are no files" [ ! -e chain.png -a ! -e chain ]
done
awk 'BEGIN { print 60, 59, 0, 59; for (i = 0; i < 59; i++) print i, i + 1 }' >chain.edges
run modmorph draw chain.edges --step 1 -o chain.png
exits 0 "one of 59 layers is drawn"
awk 'BEGIN { print 2, 241, 0, 1; for (i = 0; i < 241; i++) print 0, 1 }' >bundle.edges
run modmorph draw bundle.edges -o bundle.svg
mentions "241 layers, and a picture of more than 240 cannot be read" "241 parallel layers are refused"

run modmorph draw resnet_block.dot
mentions "draw needs -o" "an output is needed"
run modmorph draw resnet_block.dot -o film.html
exits 2 "the player comes later"
mentions "later" "which is said"
run modmorph draw resnet_block.dot -o picture.jpg
mentions "picture.jpg" "other formats are refused"
run modmorph draw resnet_block.dot -o steps/ --format svg,gif
mentions "svg,gif" "in folders too"
run modmorph draw resnet_block.dot -o a.svg -o steps/
mentions "only output" "a folder is the only output"
run modmorph draw module_d.dot --certificate --morph -o x.svg
mentions "--certificate" "the bridge has no direction"
run modmorph draw nowhere.dot -o new.svg
exits 2 "a missing module"
ok "leaves no picture" [ ! -e new.svg ]
run modmorph draw resnet_block.dot -o nowhere/new.svg
exits 2 "a picture that cannot be written"
mentions "nowhere/new.svg" "is named"

finish
