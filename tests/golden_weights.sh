# tests/golden_weights.sh: morph, verify, fold and feasible, and what they refuse.
. "${srcdir:-.}/tests/tap.sh"

cp "$examples/bridge.dot" "$examples/vgg_chain.dot" "$examples/narrow.dot" .
weights=$examples/weights
parent=$weights/digits_16x16_3x3.npy
wide=$weights/digits_24x16_3x3.npy
bias=$weights/digits_24x16_3x3.bias.npy

first_is () { # TEXT SENTENCE
  ok "$2" [ "$(head -n 1 "$out")" = "$1" ]
}

# A file of float64 numbers: npy SHAPE NUMBER..., each as eight bytes in octal.
one='\000\000\000\000\000\000\360\077'
npy () {
  printf '\223NUMPY\001\000\166\000%-117s\n' "{'descr': '<f8', 'fortran_order': False, 'shape': ($1), }"
  shift
  printf "$(printf '%s' "$@")"
}
nine="$one $one $one $one $one $one $one $one $one"

# ---- morph

run modmorph morph bridge.dot --parent "$parent" -o child
exits 0 "a bridge holds a trained convolution"
ok "the answer names both" grep -q '^bridge.dot: morphed into child (5 layers, float32)$' "$out"
ok "with a promise about the border" grep -q 'exact up to the border' "$out"
ok "the folder has a file a layer, and the module" \
  [ "$(ls child | tr '\n' ' ')" = "F1.npy F2.npy F3.npy F4.npy F5.npy module.dot " ]
run modmorph classify child/module.dot
prints "child/module.dot: complex (core 4 blobs, 5 layers; reduction complexity 1)" "which is the same module"

run modmorph morph bridge.dot --parent "$parent" -o again
ok "the same seed gives the same bytes" diff -r child again
run modmorph morph bridge.dot --parent "$parent" -o again --seed 1 --force
ok "another seed gives others" [ "$(cmp -s child/F1.npy again/F1.npy; echo $?)" -eq 1 ]
run modmorph morph bridge.dot --parent "$parent" -o child
exits 2 "a folder that is there is not overwritten"
mentions "child: is there already; --force replaces it" "unless --force"
printf '3 3 0 2\n0 1\n1 2\n0 2\n' >bare.edges
run modmorph morph bare.edges --parent "$parent" -o bare
exits 2 "an edge list has no channels"
mentions "blob 1 has no channels: add channels=… to it in DOT" "and cannot be given any"
for padding in once circular; do
  sed "s/{/{ graph [padding=$padding];/" bridge.dot >padded.dot
  run modmorph morph padded.dot --parent "$parent" -o "$padding"
  case $padding in once) words="zeros around the image once" ;; *) words="circular padding" ;; esac
  ok "under padding=$padding the promise is about that" \
    grep -q "^  promise   exact up to the border, under $words\$" "$out"
done
run modmorph morph bridge.dot --parent "$parent" -o exact --dtype f64
exits 0 "float64 on request"

cp "$examples/two_hubs.dot" .
run modmorph morph two_hubs.dot --parent "$parent" -o two
exits 0 "two hubs hold what one does not"
ok "and are named" grep -q '^  hubs      a, b (some layers out of them carry the kernel)$' "$out"
run modmorph verify two_hubs.dot --weights two --parent "$parent"
exits 0 "their child computes the parent"
run modmorph morph two_hubs.dot --parent "$parent" -o twice --json
ok "JSON names both" grep -q '"hubs":\["a","b"\],"out_hub":true' "$out"
ok "with the same bytes" diff -r two twice
run modmorph morph two_hubs.dot --parent "$parent" -o none --time-limit 0
exits 2 "without time there is no answer"
cat >lopsided.dot <<'END'
digraph lopsided { node [channels=16]; c [channels=10]; d [channels=4]; edge [kernel=1];
  s -> a; s -> b; a -> c [kernel=3]; b -> d [kernel=5]; c -> t; d -> t; }
END
run modmorph feasible lopsided.dot --parent "$parent"
exits 1 "rank 16 does not pass 14 channels"
cp "$out" lopsided.txt
run modmorph morph lopsided.dot --parent "$parent" -o none
ok "morph shows the repair that feasible shows" cmp -s "$out" lopsided.txt
run modmorph morph two_hubs.dot --parent "$parent" -o none --time-limit 0
ok "but the reason" grep -q '^two_hubs.dot: undecided (.*; time was up before' "$out"

run modmorph morph bridge.dot --parent "$wide" -o none
exits 2 "a parent of another shape is refused"
mentions "24" "with its channels"
run modmorph morph bridge.dot --parent nowhere.npy -o none
mentions "nowhere.npy" "a missing parent is named"
run modmorph morph bridge.dot --parent bridge.dot -o none
exits 2 "what is no .npy file is refused"
mentions "bridge.dot" "and named"
head -c 1000 "$parent" >short.npy
run modmorph morph bridge.dot --parent short.npy -o none
mentions "short.npy" "a parent that is cut short is named"
# Three doubles of 1e-300, whose squares are nothing.
{ printf '\223NUMPY\001\000\166\000%-117s\n' "{'descr': '<f8', 'fortran_order': False, 'shape': (1, 1, 1, 3), }"
  for i in 1 2 3; do printf '\131\363\370\302\037\156\245\001'; done; } >tiny.npy
echo 'digraph thin { s [channels=1]; a [channels=1]; t [channels=1]; s -> a -> t [kernel=3]; s -> t [kernel=1]; }' >thin.dot
run modmorph morph thin.dot --parent tiny.npy -o tiny --dtype f64
exits 2 "weights that would not compute the parent are not written"
mentions "scale it first" "and what to do is said"
ok "nothing is left" [ ! -e tiny ]
run modmorph morph bridge.dot --parent "$parent" --bias "$bias" -o none
mentions "bias.npy" "a bias of another length is named"
run modmorph morph bridge.dot --parent "$parent"
mentions "-o CHILD/" "an output is needed"
run modmorph morph bridge.dot --parent "$parent" -o -
mentions "folder" "which cannot be standard output"
run modmorph morph bridge.dot --parent "$parent" -o none --dtype f16
mentions "f32 or f64, not 'f16'" "there are two types"
run modmorph morph bridge.dot --parent "$parent" -o nowhere/none
exits 2 "a folder in a folder that is not there"
mentions "nowhere" "is named"
printf 'digraph { s -> t [kernel=2] }\n' >even.dot
run modmorph morph even.dot --parent "$parent" -o none
mentions "even.dot:1" "an even kernel is refused with its line"
echo 'digraph { s -> a; a -> t }' >bare.dot
run modmorph morph bare.dot --parent "$parent" -o none
exits 2 "a module without kernels or channels cannot be given weights"
mentions "bare.dot" "and is named"
ok "none of these left a folder" [ ! -e none ]

# ---- verify

run modmorph verify bridge.dot --weights child --parent "$parent"
exits 0 "the child is preserved"
ok "and says so first" [ "$(head -n 1 "$out")" = "bridge.dot: preserved" ]
run modmorph verify bridge.dot --weights exact --parent "$parent"
exits 0 "in double precision it is held to 1e-12"
ok "as shown" grep -q 'float64 weights: float64 1e-12, float32 1e-05' "$out"
cp -r exact wrong
cp again/F1.npy wrong/F1.npy
run modmorph verify bridge.dot --weights wrong --parent "$parent"
exits 1 "with one layer exchanged it is not preserved"
ok "and says so first" [ "$(head -n 1 "$out")" = "bridge.dot: not preserved" ]
run modmorph verify --json bridge.dot --weights wrong --parent "$parent"
exits 1 "in JSON, too"
ok "as an answer" grep -q '"answer":"not preserved","weights_dtype":"float32"' "$out"
rm wrong/F1.npy
run modmorph verify bridge.dot --weights wrong --parent "$parent"
exits 2 "a child without a layer has no answer"
mentions "F1" "and the layer is named"
run modmorph verify bridge.dot --weights nowhere --parent "$parent"
exits 2 "nor has a missing child"
mentions "nowhere" "which is named"

# ---- fold

run modmorph fold bridge.dot --weights exact -o whole.npy
first_is "bridge.dot: folded into whole.npy (16x16 channels, kernel 7x7, float64)" "the kernel is the full support"
run modmorph fold bridge.dot --weights exact --crop -o parent.npy
first_is "bridge.dot: folded into parent.npy (16x16 channels, kernel 3x3, float64)" "or the parent's, cropped"
run modmorph fold bridge.dot --weights child --crop -o parent.npy --dtype f32
first_is "bridge.dot: folded into parent.npy (16x16 channels, kernel 3x3, float32)" "in either type"
run modmorph fold bridge.dot --weights child --crop -o -
ok "-o - is standard output" cmp -s "$out" parent.npy
printf 'digraph { s [channels=16]; t [channels=16]; s -> t [key=parent, kernel=3] }\n' >one.dot
mkdir one
cp parent.npy one/parent.npy
run modmorph verify one.dot --weights one --parent "$parent"
exits 0 "what was folded computes the parent"
run modmorph fold bridge.dot --weights child -o nowhere/w.npy
exits 2 "a file that cannot be written"
mentions "nowhere/w.npy" "is named"

run modmorph morph one.dot --parent "$parent" -o single
ok "one layer is no layers" grep -q '(1 layer, float32)$' "$out"

# ---- biases

run modmorph morph vgg_chain.dot --parent "$wide" --bias "$bias" -o biased
exits 0 "a parent with a bias"
run modmorph verify vgg_chain.dot --weights biased --parent "$wide" --bias "$bias"
exits 0 "is preserved with it"
run modmorph verify vgg_chain.dot --weights biased --parent "$wide"
exits 1 "and not without"
ok "which is hinted at" grep -q 'is --bias B.npy missing' "$out"
run modmorph fold vgg_chain.dot --weights biased --crop -o w.npy
ok "fold writes it beside the weights" [ -s w.bias.npy ]
run modmorph fold vgg_chain.dot --weights biased --crop -o - --dtype f32
mentions "--output-bias B.npy says where" "or wants to know where"
run modmorph fold vgg_chain.dot --weights biased --crop -o v.npy --output-bias b.npy
ok "and puts it there" cmp -s w.bias.npy b.npy
run modmorph fold bridge.dot --weights child --crop -o v.npy --output-bias zero.npy
first_is "bridge.dot: folded into v.npy (16x16 channels, kernel 3x3, float32), bias zero.npy (zero: no layer has one)" \
  "a bias that is asked for is written even when it is zero"
run modmorph verify bridge.dot --weights child --parent "$parent" --bias zero.npy
exits 0 "and may be used as any other"
run modmorph fold bridge.dot --weights child -o w2.npy --json
ok "without a name and a bias there is no file" grep -q '"bias":null' "$out"
ok "indeed" [ ! -e w2.bias.npy ]

# ---- what a fold promises at the border

mkdir stride inner dbb
echo 'digraph { edge [kernel=3]; s [channels=1]; t [channels=1]; s -> a [stride=2]; a -> t [stride=3] }' >stride.dot
npy "1, 1, 3, 3" $nine >stride/F1.npy
cp stride/F1.npy stride/F2.npy
run modmorph fold stride.dot --weights stride -o stride.npy
exits 0 "strides are folded"
first_is "stride.dot: folded into stride.npy (1x1 channels, kernel 7x7, float64)" "into a kernel of the whole reach"
ok "with the stride of both" grep -q '^  layer     kernel 7x7, stride 6, dilation 1, groups 1, padding 3 (zeros)$' "$out"
# The last pixel of t lies at g = 2 from the end of an image of 6 n + 2 pixels and sees a pixel of a outside, which sees one inside.
ok "and with the sizes for which it is the module" \
  grep -q '^  promise   exact up to the border for sizes that are multiples of 6, or leave remainder 1 or 3-5 modulo 6;$' "$out"
ok "the ring, and why" grep -q 'differs in a ring of 1 pixel under zero padding (3x3 after 3x3 at blob a), by up to' "$out"
run modmorph verify stride.dot --weights stride --parent stride.npy
exits 1 "such a module is not its fold"
first_is "stride.dot: not preserved" "which is said first"
ok "then where it is" \
  grep -q '; preserved for sizes that are multiples of 6, or leave remainder 1 or 3-5 modulo 6$' "$out"
run modmorph verify stride.dot --weights stride --parent stride.npy --json
ok "in JSON, too" grep -q '"sizes":{"modulus":6,"heights":\[0,1,3,4,5\],"widths":\[0,1,3,4,5\],"basis":"proved"}' "$out"

npy "1, 1, 3, 1" $one $one $one >stride/F1.npy
cp stride/F1.npy stride/F2.npy
sed 's/kernel=3/kernel="3x1"/' stride.dot >tall.dot
run modmorph fold tall.dot --weights stride -o tall.npy
ok "heights and widths are apart" \
  grep -q '^  promise   exact up to the border for all widths, and heights that are multiples of 6, or leave remainder 1 or 3-5 modulo 6;$' "$out"
sed 's/{/{ graph [padding=circular];/' tall.dot >around.dot
run modmorph fold around.dot --weights stride -o around.npy
# Behind the first layer an image of odd height has one pixel too many to repeat as the image does.
ok "circular images need the strides before the last kernel" \
  grep -q '^  promise   exact up to the border for all widths, and heights that are multiples of 2;$' "$out"
npy "1, 1, 3, 3" $nine >stride/F1.npy

echo 'digraph { s [channels=1]; t [channels=1]; s -> a [kernel=1]; a -> t [kernel=3] }' >inner.dot
npy "1, 1, 1, 1" $one >inner/F1.npy
npy "1," $one >inner/F1.bias.npy
cp stride/F1.npy inner/F2.npy
run modmorph fold inner.dot --weights inner -o inner.npy
ok "a bias before a kernel is read where there is none" \
  grep -q '^  promise   exact inside; differs in a ring of 1 pixel under zero padding (inner bias at blob a), by up to' "$out"
run modmorph fold inner.dot --weights inner -o inner.npy --force --json
ok "in JSON, too" grep -q '"promise":"interior","border_exact":false,"ring":1,"ring_seen":1,' "$out"
sed 's/{/{ graph [padding=once];/' inner.dot >once.dot
run modmorph fold once.dot --weights inner -o once.npy
ok "with zeros around the image once it is exact" \
  grep -q '^  promise   exact up to the border, under zeros around the image once (proved)$' "$out"

echo 'digraph { s [channels=1]; t [channels=1]; s -> t [kernel=3]; s -> t [kernel=1] }' >dbb.dot
cp stride/F1.npy dbb/F1.npy
cp inner/F1.npy dbb/F2.npy
cp inner/F1.bias.npy dbb/F1.bias.npy
run modmorph fold dbb.dot --weights dbb -o dbb.npy
ok "layers side by side are exact, with their biases" \
  grep -q '^  promise   exact up to the border, under zero padding too (proved)$' "$out"

# Two output channels of one input channel: 2^-1000 and 1 in one, and terms of 2^40 that leave 1 in the other.
huge='\000\000\000\000\000\000\160\102'  # 2^40
minus='\000\000\000\000\000\000\160\302'
tiny='\000\000\000\000\000\000\160\001'  # 2^-1000
zero='\000\000\000\000\000\000\000\000'
mkdir lost
echo 'digraph { s [channels=1]; t [channels=2]; s -> t [kernel=3]; s -> t [kernel=1]; s -> t [kernel=1] }' >lost.dot
npy "2, 1, 3, 3" $zero $zero $zero $zero $one $zero $zero $zero $zero \
  $tiny $tiny $tiny $tiny $tiny $tiny $tiny $tiny $tiny >lost/F1.npy
npy "2, 1, 1, 1" $huge $zero >lost/F2.npy
npy "2, 1, 1, 1" $minus $zero >lost/F3.npy
run modmorph fold lost.dot --weights lost -o lost.npy --crop --dtype f32
first_is "lost.dot: folded into lost.npy (2x1 channels, kernel 3x3, float32)" "what is small beside other channels is not cropped"
# Two terms of 2^40, each off by 2^-53 of itself: 2^(40.5 - 53) of what is left, which is 1.
ok "digits that cancel are told" \
  grep -q '^  channel 0: terms of up to .* cancel to 1 or less; the rounding of float64 weights may put it off by 0.00017 of that$' "$out"
# 2^40 and its negative.
mkdir cancelled
echo 'digraph { s [channels=1]; t [channels=1]; s -> t [kernel=1]; s -> t [kernel=1] }' >cancelled.dot
npy "1, 1, 1, 1" $huge >cancelled/F1.npy
npy "1, 1, 1, 1" $minus >cancelled/F2.npy
run modmorph fold cancelled.dot --weights cancelled -o cancelled.npy
# The root of the sum of the squares of two terms of 2^40.
ok "what cancels to nothing is told, too" \
  grep -q '^  channel 0: terms of up to 1.6e+12 cancel to 0; the rounding of float64 weights may be more than that$' "$out"
run modmorph fold lost.dot --weights lost -o lost.npy --crop --dtype f32
ok "and numbers that the type cannot hold" grep -q '^  channel 1 vanishes in float32: its greatest entry is' "$out"
cp lost/F2.npy lost/F3.npy
npy "2, 1, 1, 1" $(printf '%s' "$tiny" | sed 's/\\001$/\\176/') $zero >lost/F2.npy # 2^1000
run modmorph fold lost.dot --weights lost -o great.npy --dtype f32
exits 2 "numbers that are too large for the type are refused"
mentions "output channel 0 of the fold has an entry that is too large for float32; try --dtype f64" "with what to do"
ok "and nothing is written" [ ! -e great.npy ]

# ---- feasible

run modmorph feasible bridge.dot --parent "$parent"
exits 0 "what fits is the answer yes"
prints "bridge.dot: feasible (hub t)" "with its hub"
run modmorph feasible narrow.dot --shape 32,16,1
exits 1 "what does not fit is the answer no"
run modmorph feasible --json narrow.dot --shape 32,16,1
ok "--json has the cut" grep -q '"needed":16,"have":15,"cut":\[{"blob":"b","capacity":10},{"blob":"d","capacity":5}\]' "$out"
ok "and the repair" grep -q '"repair":\[{"blob":"b","channels":11}\]' "$out"
run modmorph feasible vgg_chain.dot --shape 24,16,3x1
exits 0 "kernels may be rectangular"
run modmorph feasible vgg_chain.dot --shape 24,16,3x5
exits 2 "between the conditions there is no answer"
ok "which is one, too" grep -q '^vgg_chain.dot: undecided (' "$out"
ok "and why there is no repair" \
  grep -qx "no repair by channels: no layer's kernel covers 3x5, as every plan of hubs asks for" "$out"
mentions "vgg_chain.dot: whether it fits is not known: no condition decides this module" "with a line on stderr"
run modmorph feasible vgg_chain.dot --shape 24,16,9
exits 1 "a kernel that no path reaches"
prints "vgg_chain.dot: infeasible (needs a 9x9 kernel; the longest paths reach 7x7; condition N2 (kernel))
no repair by channels: the longest paths reach 7x7, the kernel is 9x9" "is named as the condition"
run modmorph feasible --json vgg_chain.dot --shape 24,16,9
ok "as in JSON" grep -q '"repair":\[\],"no_repair":"the longest paths reach 7x7, the kernel is 9x9"' "$out"
echo 'digraph thick { a [channels=4]; s -> a -> t [kernel=3]; s -> t [kernel=1]; }' >thick.dot
run modmorph feasible thick.dot --shape 16,16,5
exits 1 "a cut too narrow for the corner taps"
ok "always has a word about repair" grep -qx "no repair by channels: no layer's kernel covers 5x5, as every plan of hubs asks for" "$out"
run modmorph feasible --json narrow.dot --shape 32,16,1
ok "which JSON leaves out where there is one" [ "$(grep -c no_repair "$out")" -eq 0 ]
run modmorph feasible two_hubs.dot --shape 16,16,3
exits 0 "two hubs are found where one does not do"
prints "two_hubs.dot: feasible (hubs a, b)" "and named"
run modmorph feasible --json two_hubs.dot --parent "$parent"
prints '{"file":"two_hubs.dot","answer":"feasible","hubs":["a","b"],"assumes_identity":[]}' "also as JSON, for a given parent"
run modmorph feasible two_hubs.dot --shape 16,16,3 -o two_hubs.cert
ok "the plan is written down" grep -q '^claim feasible$' two_hubs.cert
run modmorph-check two_hubs.dot two_hubs.cert
prints "accepted: feasible for a generic 16x16 3x3" "and accepted"
run modmorph feasible narrow.dot --shape 32,16,1 -o narrow.cert --json
exits 1 "a certificate of the answer no changes no status"
ok "and JSON says where it is" grep -q '"certificate":"narrow.cert",' "$out"
run modmorph-check narrow.dot narrow.cert
prints "accepted: infeasible for a generic 32x16 1x1" "the cut is accepted"
run modmorph-check two_hubs.dot narrow.cert
exits 1 "but not for another module"
run modmorph feasible two_hubs.dot --shape 16,16,3 -o -
ok "a certificate may go to standard output" grep -q '^hubs 2$' "$out"
run modmorph feasible vgg_chain.dot --shape 24,16,3x5 -o open.cert
exits 2 "what is undecided has no certificate"
ok "and none is written" [ ! -e open.cert ]
run modmorph feasible two_hubs.dot --shape 16,16,3 -o two_hubs.dot
exits 2 "the module is not overwritten"
cp "$parent" mine.npy
run modmorph feasible two_hubs.dot --parent mine.npy -o mine.npy
exits 2 "nor does it replace the parent"
run modmorph feasible two_hubs.dot --parent mine.npy --repair mine.npy
exits 2 "and neither does a repaired module"
ok "which is as it was" cmp -s "$parent" mine.npy
run modmorph feasible two_hubs.dot --shape 16,16,3 --time-limit 0
exits 2 "without time there is no answer"
mentions "in time; --time-limit allows more" "but the way to one"
ok "which is said" grep -q '^two_hubs.dot: undecided (.*; time was up before' "$out"
ok "and with what it would surely fit" grep -q '^it surely fits with c 10 -> 16 (adds 6 channels; ' "$out"
for shape in 32,16 32,16,2 32,16,x3 0,16,3 32,16,3x 32,16,3x3x3 a,b,c 99999999999,1,1; do
  run modmorph feasible narrow.dot --shape $shape
  mentions "--shape" "the shape $shape is refused"
done
run modmorph feasible narrow.dot --shape 32,16,1 --parent "$parent"
mentions "either --parent" "a parent and a shape are too much"

# ---- parents of low rank, rounded

. "$top_srcdir/tests/low_rank.sh"
line='the parent writes rank 12 of 16 (singular value 13 is [0-9.]*e-0[89] of the greatest and does not count)'
run modmorph feasible waist.dot --shape 16,16,3
exits 1 "a generic convolution does not pass the waist"
for precision in "" 64; do
  run modmorph feasible waist.dot --parent squeezed$precision.npy
  exits 0 "one of rank 12 does, in float${precision:-32}"
done
run modmorph feasible waist.dot --parent squeezed.npy
ok "which is said" [ "$(grep -cx "$line" "$out")" -eq 1 ]
run modmorph feasible --json waist.dot --parent squeezed.npy
ok "in JSON, too" grep -q '"ranks":\[{"side":"output","rank":12,"full":16,"value":13,"relative":[0-9.]*e-0[89],"counts":false}\]' "$out"
run modmorph feasible waist.dot --parent squeezed.npy -o waist.cert
run modmorph-check waist.dot waist.cert
prints "accepted: feasible for rank 12 out and 16 in of a 16x16 3x3" "the certificate speaks of that rank"
run modmorph morph waist.dot --parent squeezed.npy -o waist
exits 0 "it is morphed"
ok "by its rank" grep -qx "  rank      $line" "$out"
run modmorph verify waist.dot --weights waist --parent squeezed.npy
exits 0 "and preserved"
run modmorph morph waist.dot --parent squeezed.npy -o waist_wide --dtype f64
exits 0 "a child in float64 is as close as the parent's rounding lets it be"
run modmorph verify waist.dot --weights waist_wide --parent squeezed.npy
exits 0 "which is preserved"
ok "by a bound that is explained" grep -qx "  $line" "$out"
run modmorph morph bridge.dot --parent squeezed.npy -o roomy --dtype f64
run modmorph verify bridge.dot --weights roomy --parent squeezed.npy
ok "where there is room, the bound stays strict" grep -q 'float64 weights: float64 1e-12' "$out"
run modmorph morph waist.dot --parent squeezed64.npy -o waist_exact --dtype f64
run modmorph verify waist.dot --weights waist_exact --parent squeezed64.npy
exits 0 "in float64 throughout the child is exact"
ok "by the strict bound" grep -q 'float64 weights: float64 1e-12' "$out"
. "$top_srcdir/tests/npy.sh"
# The upper halves of the float32 numbers, rounded: bfloat16.
# shellcheck disable=SC2046
npy half.npy '<u2' '16, 16, 3, 3' $(tail -c 9216 squeezed.npy | od -An -v -tu2 | tr -s ' ' '\n' | sed '/^$/d' |
  awk 'NR % 2 { low = $1; next } { print $1 + (low >= 32768) }')
run modmorph feasible waist.dot --parent half.npy --bf16
exits 0 "a parent in bfloat16 has its rank, up to its rounding"
run modmorph morph waist.dot --parent half.npy --bf16 -o half
exits 0 "and is morphed by it"
ok "by that rank" grep -q '^  rank      the parent writes rank 12 of 16' "$out"
run modmorph verify waist.dot --weights half --parent half.npy --bf16
exits 0 "its child is as close as that lets it be"
ok "by a bound that is shown" grep -q 'allowed with float32 weights: float64 0.0[0-9]*, float32 0.0[0-9]*$' "$out"
ok "and by far within the rounding of bfloat16" \
  awk '$1 == "float64" { good = $4 + 0 > 0 && $4 + 0 < 1 / 256 } END { exit !good }' "$out"
run modmorph morph bridge.dot --parent half.npy --bf16 -o half_roomy
run modmorph verify bridge.dot --weights half_roomy --parent half.npy --bf16
exits 0 "where there is room for full rank, its child is exact"
ok "by the strict bound" grep -q 'float32 weights: float64 1e-05, float32 1e-05' "$out"

run modmorph verify waist.dot --weights waist_wide --parent squeezed64.npy
exits 1 "to which the child of the rounded parent does not come up"

# ---- one output channel that is 2^20 times the others, and that alone has rank 2: (0.52, 7e-6) 2^20, (0.98, 0), …

{
  printf '\223NUMPY\001\000\166\000'
  printf '%-117s\n' "{'descr': '<f4', 'fortran_order': False, 'shape': (256, 2), }"
  printf '\270\036\005\111\170\155\354\100'
  for i in $(seq 255); do printf '\110\341\172\077\000\000\000\000'; done
} >great.npy
echo 'digraph point { s [channels=2]; a [channels=1]; t [channels=256]; edge [kernel=1]; s -> a -> t; }' >point.dot
run modmorph feasible point.dot --parent great.npy
exits 0 "the rank is measured over all channels"
run modmorph morph point.dot --parent great.npy -o point
exits 2 "and a child that is not exact in the great one is not written"
mentions "its rank is too low for an output channel that is much greater than others" "with the reason"
sed 's/a \[channels=1\]/a [channels=2]/' point.dot >room.dot
run modmorph morph room.dot --parent great.npy -o room
exits 0 "where there is room for full rank, that is used"
run modmorph verify room.dot --weights room --parent great.npy
exits 0 "and the child is exact"

# ---- what a promise takes for granted, and what is not overwritten

cat >act.dot <<'END'
digraph act { node [channels=16]; a [channels=18, activation=prelu, norm=batchnorm]; edge [kernel=3]; s -> a; a -> t; }
END
run modmorph morph act.dot --parent "$parent" -o act
exits 0 "a module with an activation takes a parent in"
ok "and the report says what it assumes" grep -q 'assumes   that activation and norm are the identity at a$' "$out"
run modmorph verify act.dot --weights act --parent "$parent"
exits 0 "verify reads the files of both"
run modmorph morph --json act.dot --parent "$parent" -o act --force
ok "morph's JSON says it too" grep -q '"assumes_identity":\["a"\]' "$out"
run modmorph fold act.dot --weights act -o act.npy
exits 0 "so does fold"
run modmorph fold act.dot --weights act -o act/w.npy
exits 2 "a fold is not put among the weights"
mentions "lies among the weights" "and says so"
run modmorph morph bridge.dot --parent "$parent" -o plain
ok "nothing is assumed where there is nothing" sh -c '! grep -q assumes "$1"' sh "$out"

{ printf '\223NUMPY\001\000\166\000'; printf '%-117s\n' "{'descr': '<f4', 'fortran_order': False, 'shape': (16, 16, 1, 1), }"; head -c 1024 /dev/zero; } >zeros.npy
run modmorph morph bridge.dot --parent zeros.npy -o zeros
exits 2 "a parent of zeros is not morphed"
mentions "zero everywhere" "and says why"

finish
