# tests/golden_child.sh: what fold and verify make of the files in a child's folder.
. "${srcdir:-.}/tests/tap.sh"
. "$top_srcdir/tests/npy.sh"

# The first line of the answer.
answers () { # text sentence
  ok "$2" [ "$(head -n 1 "$out")" = "$1" ]
}

# ---- files without a layer, layers without a file

cat >both.dot <<'END'
digraph g { s [channels=1]; t [channels=1];
  s -> t [key=c3, kernel="1x3"]; s -> t [key=c1, kernel=1]; }
END
cat >less.dot <<'END'
digraph g { s [channels=1]; t [channels=1]; s -> t [key=c3, kernel="1x3"]; }
END
mkdir child
npy child/c3.npy '<f8' '1, 1, 1, 3' 1 2 4
npy child/c1.npy '<f8' '1, 1, 1, 1' 8
npy whole.npy '<f8' '1, 1, 1, 3' 1 10 4
run modmorph fold both.dot --weights child -o w.npy
exits 0 "a child with all its files is folded"
ok "to the sum" cmp -s w.npy whole.npy
run modmorph verify both.dot --weights child --parent whole.npy
exits 0 "and preserved"
rm w.npy
run modmorph fold less.dot --weights child -o w.npy
exits 2 "a file too many"
mentions "child: c1.npy belongs to no layer of the module" "is named"
run modmorph verify less.dot --weights child --parent whole.npy
exits 2 "by verify as well"
mentions "child: c1.npy belongs to no layer of the module" "in the same words"
mv child/c1.npy child/c_1.npy
run modmorph fold both.dot --weights child -o w.npy
exits 2 "a layer without a file"
mentions "c1.npy is missing: every convolution has its file, and c_1.npy belongs to no layer" "is named, and what may be it"
ok "nothing is written" [ ! -e w.npy ]
mv child/c_1.npy child/c1.weight.npy
run modmorph fold both.dot --weights child -o w.npy
mentions "c1.npy is missing: every convolution has its file, and c1.weight.npy belongs to no layer of the module; the filter of a layer is NAME.npy: rename NAME.weight.npy" "PyTorch's names are known"
run modmorph fold both.dot --weights child/c3.npy -o w.npy
mentions "(weights are a folder with one NAME.npy a layer)" "a file is no folder of weights"
rm child/c1.weight.npy
mkfifo child/c1.npy
run modmorph fold both.dot --weights child -o w.npy
exits 2 "a pipe in the place of a file is not waited for"
mentions "c1.npy: this is a pipe or a device; each array of a layer is a file" "is named"
rm child/c1.npy
printf 'PK' >child/model.npz
run modmorph fold both.dot --weights child -o w.npy
mentions "save each array as .npy" "other formats are not read"
npy child/c1.npy '<f8' '1, 1, 1, 1' 8
touch child/.DS_Store child/README child/module.dot
run modmorph fold both.dot --weights child -o w.npy
exits 0 "files without arrays do not matter"
ok "those in other formats are told" grep -qx '  not read  model.npz (only .npy files are)' "$out"
rm child/model.npz

# ---- the type is that of the layers' files

npy child/c1.running_var.npy '<f4' '1,' 1
run modmorph fold both.dot --weights child -o w.npy
exits 2 "statistics of a normalisation by themselves"
mentions "c1.running_var.npy belongs to no layer of the module; a normalisation is one file NAME.bn.npy" "are not passed over"
mv child/c1.running_var.npy child/.c1.npy
run modmorph fold both.dot --weights child -o w.npy
answers "both.dot: folded into w.npy (1x1 channels, kernel 1x3, float64)" "a hidden file in float32 changes nothing"
rm child/.c1.npy

# ---- normalisations, biases and slopes: scale 1.5 and 0.25; (4 - 1e-5) + 1e-5 is 4 but for rounding

cat >skip.dot <<'END'
digraph g { s [channels=2]; t [channels=2];
  s -> t [key=c1, kernel=1]; s -> t [key=skip, kind=identity]; }
END
mkdir normed
npy normed/c1.npy '<f8' '2, 2, 1, 1' 1 2 4 8
npy normed/skip.bn.npy '<f8' '4, 2' 3 1 5 -1 0.5 2 3.99999 15.99999
npy expected.npy '<f8' '2, 2, 1, 1' 2.5 2 4 8.25
npy expected.bias.npy '<f8' '2,' 4.25 -1.5
run modmorph fold skip.dot --weights normed -o n.npy
exits 0 "an identity with a normalisation is folded"
ok "which has a constant" [ -s n.bias.npy ]
run modmorph verify skip.dot --weights normed --parent expected.npy --bias expected.bias.npy
exits 0 "to what it computes"
run modmorph verify skip.dot --weights normed --parent expected.npy
exits 1 "and nothing else"
npy normed/skip.npy '<f8' '2, 2, 1, 1' 1.5 0 0 0.25
run modmorph fold skip.dot --weights normed -o other.npy
mentions "skip.npy: this layer is an identity in the module" "an identity has no filter"
rm normed/skip.npy
npy normed/skip.bias.npy '<f8' '2,' 4.25 -1.5
run modmorph fold skip.dot --weights normed -o other.npy
mentions "skip.bn.npy: the layer's bias is what this normalisation adds" "what was folded already counts once"
rm normed/skip.b*.npy
npy normed/t.blob.bn.npy '<f8' '4, 2' 3 1 5 -1 0.5 2 3.99999 15.99999
npy expected.npy '<f8' '2, 2, 1, 1' 3 3 1 2.25
run modmorph verify skip.dot --weights normed --parent expected.npy --bias expected.bias.npy
exits 0 "a blob is normalised after the sum"
npy normed/t.blob.slope.npy '<f8' '2,' 1 1
run modmorph verify skip.dot --weights normed --parent expected.npy --bias expected.bias.npy
exits 0 "slopes of 1 are the identity"
npy normed/t.blob.slope.npy '<f8' '2,' 1 0.25
run modmorph verify skip.dot --weights normed --parent expected.npy --bias expected.bias.npy
exits 2 "others are not"
mentions "t.blob.slope.npy: a slope is not 1" "and are named"

# ---- module.dot says what the numbers in the files mean

echo 'digraph eps { s [channels=1]; t [channels=1]; s -> a [key=c1, kernel=1]; a -> t [key=c2, kernel=1]; }' >eps.dot
mkdir meant
for layer in c1 c2; do npy meant/$layer.npy '<f8' '1, 1, 1, 1' 3; done
npy meant/c1.bn.npy '<f8' '4, 1' 1 0 0 0.5
sed 's/key=c1/bn_eps=0.5, key=c1/' eps.dot >meant/module.dot
run modmorph fold eps.dot --weights meant -o meant.npy --force
exits 2 "an epsilon that only module.dot knows is not passed over"
mentions "meant: module.dot, beside the weights, is another module: its layer c1 has another bn_eps; use that one" "but said"
run modmorph fold meant/module.dot --weights meant -o meant.npy
exits 0 "with module.dot itself it is used"
npy one.npy '<f8' '1, 1, 1, 1' 9 # 3 3 / sqrt (0.5 + 0.5)
run modmorph verify meant/module.dot --weights meant --parent one.npy
exits 0 "as what stands beside the variance"
mv meant/c1.bn.npy meant/a.blob.bn.npy
run modmorph fold eps.dot --weights meant -o meant.npy --force
exits 0 "what no file needs may differ"
sed 's/{/{ a [eps=0.5];/' eps.dot >meant/module.dot
run modmorph fold eps.dot --weights meant -o meant.npy --force
mentions "its blob a has another bn_eps" "the same holds for blobs"
sed 's/{/{ a [eps="1e-5"];/' eps.dot >meant/module.dot
run modmorph fold eps.dot --weights meant -o meant.npy --force
exits 0 "what is computed anyway may be said or not"
sed 's/{/{ a [activation=relu];/' eps.dot >meant/module.dot
run modmorph fold eps.dot --weights meant -o no2.npy
exits 2 "an activation is not lost with module.dot"
mentions "its blob a has an activation" "either"
ok "and nothing is written" [ ! -e no2.npy ]
sed 's/{/{ s [activation=relu]; a [activation=prelu];/' eps.dot >meant/module.dot
run modmorph fold eps.dot --weights meant -o meant.npy --force
mentions "its blob s has an activation" "that of the source is told as well"
sed 's/{/{ a [activation=prelu];/' eps.dot >meant/module.dot
run modmorph fold eps.dot --weights meant -o meant.npy --force
exits 0 "one that is the identity does not matter"

# ---- one meaning of --bias, and nothing old beside a new result

echo 'digraph one { s [channels=1]; t [channels=1]; s -> t [key=c1, kernel=1]; }' >one.dot
mkdir plain biased
npy plain/c1.npy '<f8' '1, 1, 1, 1' 3
cp plain/c1.npy biased
npy biased/c1.bias.npy '<f8' '1,' 5
npy mine.npy '<f8' '1,' 7
cp mine.npy before.npy
run modmorph fold one.dot --weights biased -o f.npy --bias mine.npy
exits 2 "fold reads no bias"
mentions "where --output-bias B.npy says" "and says how its own is named"
ok "a bias is not overwritten" cmp -s mine.npy before.npy
ok "and nothing is written" [ ! -e f.npy ]
run modmorph fold one.dot --weights biased -o f.npy
answers "one.dot: folded into f.npy (1x1 channels, kernel 1x1, float64), bias f.bias.npy" "a bias goes beside the weights"
ok "as it is" cmp -s f.bias.npy biased/c1.bias.npy
cp f.npy kept.npy
for child in plain biased; do
  cp mine.npy f.bias.npy
  run modmorph fold one.dot --weights $child -o f.npy
  exits 2 "a file that was not named is not replaced ($child)"
  mentions "f.bias.npy: is there already and would be taken for the bias of the new convolution; --force" "but named"
  run modmorph fold one.dot --weights $child -o f.npy --output-bias other.npy
  exits 2 "nor does it stay beside a new result"
  ok "nothing is written" cmp -s f.npy kept.npy
  ok "or lost" cmp -s f.bias.npy mine.npy
done
run modmorph fold one.dot --weights biased -o f.npy --output-bias f.bias.npy
exits 0 "by its name it is replaced"
ok "by the new one" cmp -s f.bias.npy biased/c1.bias.npy
run modmorph fold one.dot --weights biased -o f.npy --output-bias ./f.bias.npy
exits 0 "by another spelling of it, too"
cp mine.npy f.bias.npy
run modmorph fold one.dot --weights biased -o f.npy --force
ok "and with --force" cmp -s f.bias.npy biased/c1.bias.npy
run modmorph fold one.dot --weights plain -o f.npy --force
answers "one.dot: folded into f.npy (1x1 channels, kernel 1x1, float64); removed the old f.bias.npy" "where there is none the old one goes"
ok "indeed" [ ! -e f.bias.npy ]
cp mine.npy f.bias.npy
run modmorph fold one.dot --weights biased -o f.npy --output-bias other.npy --force --json
ok "JSON says so" grep -q '"bias":"other.npy","removed":"f.bias.npy"' "$out"
ok "and it is gone" [ ! -e f.bias.npy ]
cp mine.npy biased/f.bias.npy
ln -s biased/f.bias.npy f.bias.npy
run modmorph fold one.dot --weights biased -o f.npy --force
exits 2 "what is read is not replaced by force"
rm biased/f.bias.npy f.bias.npy

npy conv.weight.npy '<f8' '1, 1, 1, 1' 3
cp conv.weight.npy conv.npy
npy conv.bias.npy '<f8' '1,' 5
for parent in conv.npy conv.weight.npy; do
  run modmorph verify one.dot --weights biased --parent $parent
  exits 1 "a bias beside $parent is not read unasked"
  ok "but told" grep -q '^  no bias   conv.bias.npy lies beside the parent and was not read: is --bias conv.bias.npy missing?$' "$out"
  run modmorph verify one.dot --weights plain --parent $parent --json
  ok "in JSON, too" grep -q '"bias_not_read":"conv.bias.npy"' "$out"
  run modmorph morph one.dot --parent $parent -o morphed --force
  ok "by morph as well" grep -q 'conv.bias.npy lies beside the parent and was not read' "$out"
  run modmorph verify one.dot --weights biased --parent $parent --bias conv.bias.npy
  exits 0 "with --bias it counts"
  ok "and nothing is told" [ "$(grep -c beside "$out")" -eq 0 ]
done

# ---- arrays as people have them: 1x2 matrices in every form that is read

echo 'digraph two { s [channels=2]; t [channels=1]; s -> t [key=c1, kernel=1]; }' >two.dot
mkdir form
npy parent.npy '<f8' '1, 2, 1, 1' 0.5 -3
for descr in '<f2' '>f2' '<f4' '>f4' '>f8'; do
  npy form/c1.npy "$descr" '1, 2, 1, 1' 0.5 -3
  run modmorph verify two.dot --weights form --parent parent.npy
  exits 0 "$descr is read"
  npy form/c1.npy "$descr" '1, 2' 0.5 -3
  run modmorph verify two.dot --weights form --parent form/c1.npy
  exits 0 "as a matrix and as a parent, too"
done
npy form/c1.npy '<u2' '1, 2, 1, 1' 16128 49216
run modmorph fold two.dot --weights form -o u.npy
exits 2 "whole numbers are no weights"
mentions "if they are the bits of bfloat16 numbers, say --bf16" "but may be bits of bfloat16"
run modmorph verify two.dot --weights form --parent parent.npy --bf16
exits 0 "which --bf16 says"
ok "as the answer does" grep -q 'allowed with bfloat16 weights' "$out"
run modmorph fold two.dot --weights form -o u.npy --bf16
answers "two.dot: folded into u.npy (1x2 channels, kernel 1x1, float32)" "what is written is float32"
cp form/c1.npy bits.npy
run modmorph morph two.dot --parent bits.npy -o bits --bf16
exits 0 "and morphed"
run modmorph verify two.dot --weights bits --parent bits.npy --bf16
exits 0 "which is preserved"
run modmorph feasible two.dot --parent bits.npy --bf16
exits 0 "and feasible"
# Two results: none of them is there when the second one cannot be.
npy form/c1.npy '<f4' '1, 2, 1, 1' 0.5 -3
npy form/c1.bias.npy '<f4' '1' 2
echo old >old.npy
run modmorph fold two.dot --weights form -o nowhere/w.npy --output-bias old.npy
exits 2 "a convolution that cannot be written is no result"
ok "and its bias is not written either" [ "$(cat old.npy)" = old ]
rm form/c1.bias.npy

# 64 - 63, each off by 2^-11 of itself: 2^-11 sqrt (64^2 + 63^2) = 0.044 of what is left.
echo 'digraph { s -> t [key=F1]; s -> t [key=F2]; }' >apart.dot
mkdir apart
npy apart/F1.npy '<f2' '1, 1, 1, 1' 64
npy apart/F2.npy '<f2' '1, 1, 1, 1' -63
run modmorph fold apart.dot --weights apart -o apart.npy
ok "the type whose rounding matters is the one of the files" \
  grep -qx '  channel 0: terms of up to 90 cancel to 1 or less; the rounding of float16 weights may put it off by 0.044 of that' "$out"
npy_fortran form/c1.npy '<f8' '2, 2, 1, 1' 1 4 2 8
run modmorph fold skip.dot --weights form -o order.npy
exits 0 "an identity needs no file"
npy expected.npy '<f8' '2, 2, 1, 1' 2 2 4 9
ok "Fortran order is read, and C order written" cmp -s order.npy expected.npy

# ---- a bias goes where the module allows one

echo 'digraph allow { node [channels=1]; edge [kernel=1]; s -> t [key=c1, bias=false]; s -> t [key=c2]; }' >allow.dot
sed 's/key=c2/key=c2, bias=false/' allow.dot >none.dot
npy allowed.npy '<f8' '1, 1' 3
npy constant.npy '<f8' '1,' 5
run modmorph morph allow.dot --parent allowed.npy --bias constant.npy -o allow
exits 0 "morph gives the bias to a layer that may have one"
ok "and to no other" [ -e allow/c2.bias.npy -a ! -e allow/c1.bias.npy ]
run modmorph verify allow.dot --weights allow --parent allowed.npy --bias constant.npy
exits 0 "which is preserved"
run modmorph morph none.dot --parent allowed.npy --bias constant.npy -o none
exits 2 "where none may have one there is no child"
mentions "every layer into the sink has bias=false" "for that reason"
ok "nothing is written" [ ! -e none ]

# ---- other orders, other formats

echo 'digraph three { s [channels=5]; t [channels=7]; s -> t [key=c1, kernel=3]; }' >three.dot
zeros () { # how many
  for i in $(seq "$1"); do printf '1 '; done
}
# shellcheck disable=SC2046
npy tf.npy '<f4' '3, 3, 5, 7' $(zeros 315)
for command in "morph -o no" feasible; do
  run modmorph $command three.dot --parent tf.npy
  exits 2 "TensorFlow's order is not taken for a 5x7 kernel ($command)"
  mentions "tf.npy: the array has shape (3, 3, 5, 7), and the module takes 5 channels to 7; the sizes are those of TensorFlow's order (height, width, in, out): save array.transpose (3, 2, 0, 1)" "and what to do is said"
done
echo 'digraph open { a [channels=9]; edge [kernel=7]; s -> a; a -> t; }' >open.dot
for command in "morph -o no" feasible; do
  run modmorph $command open.dot --parent tf.npy
  exits 2 "nor where no channels are stated ($command)"
  mentions "a 5x7 kernel as (out, in, height, width), and a 3x3 one in TensorFlow's order (height, width, in, out); add channels= to the module's source and sink" "which tell it"
done
sed 's/{/{ s [channels=3];/' open.dot >told.dot
run modmorph feasible told.dot --parent tf.npy
exits 0 "with them it is read as it is"
cp tf.npy form/c1.npy
run modmorph fold three.dot --weights form -o no.npy
mentions "the sizes are those of TensorFlow's order" "nor in a child"
# shellcheck disable=SC2046
npy even.npy '<f4' '3, 3, 4, 2' $(zeros 72)
run modmorph morph three.dot --parent even.npy -o no
mentions "even kernels are not supported; the sizes are those of TensorFlow's order" "nor where its sizes are even"
printf 'PK\003\004' >archive.npz
run modmorph morph three.dot --parent archive.npz -o no
mentions 'archive.npz: not a .npy file: it is a zip archive, as .npz and PyTorch' "an archive is recognised"
mentions 'numpy.save ("W.npy", numpy.load ("FILE.npz")["NAME"])' "with the way to an array"

# ---- groups that nothing states

echo 'digraph bare { s -> a [key=dw]; a -> t [key=pw]; }' >bare.dot
sed 's/{/{ s [channels=1];/' bare.dot >mono.dot
mkdir grouped
npy grouped/dw.npy '<f8' '2, 1, 1, 3' 1 2 3 4 5 6
npy grouped/pw.npy '<f8' '1, 2, 1, 1' 1 1
run modmorph fold bare.dot --weights grouped -o g.npy
exits 2 "a layer that reads one channel may be one of as many groups"
mentions "layer dw reads 1 channel and blob s says nothing of channels" "so channels are needed"
run modmorph fold mono.dot --weights grouped -o g.npy
exits 0 "with them it is clear"

# ---- the cases, where they are

cases=$top_srcdir/../shared/cases/weights
if [ -d "$cases" ]; then
  run modmorph fold "$cases/C_repvgg/m.dot" --weights "$cases/C_repvgg/child" -o r.npy
  exits 0 "RepVGG is folded"
  ok "to its convolution" cmp -s r.npy "$cases/C_repvgg/w.npy"
  run modmorph verify "$cases/D_identity_bn_ignored/m.dot" --weights "$cases/D_identity_bn_ignored/child" \
    --parent "$cases/D_identity_bn_ignored/w.npy" --bias "$cases/D_identity_bn_ignored/w.bias.npy"
  exits 2 "three files for an identity that do not go together are refused"
  for module in less i; do
    run modmorph fold "$cases/AA_forgotten_branch/$module.dot" --weights "$cases/AA_forgotten_branch/child" -o forgotten.npy
    mentions "c1.npy belongs to no layer" "a branch forgotten in $module.dot is named"
  done
  run modmorph verify "$cases/J_foreign_file/m.dot" --weights "$cases/J_foreign_file/child64x" \
    --parent "$cases/J_foreign_file/p.npy"
  mentions "c1.running_var.npy" "a stray file is named"
else
  skip "the shared cases" "they are not here"
fi

finish
