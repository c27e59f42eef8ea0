# tests/golden_examples.sh: every example goes the whole way.
. "${srcdir:-.}/tests/tap.sh"

weights=$examples/weights

# name, verdict, parent
each_example () {
  cat <<'END'
bridge complex 16x16_3x3
darts_cell complex 16x16_3x3
inception simple 24x16_3x3
module_d complex 16x16_3x3
morph_1c1 simple 16x16_3x3
morph_1c1_2branch simple 16x16_3x3
morph_3c1 simple 16x16_3x3
morph_3c3 simple 16x16_3x3
narrow simple 32x16_1x1
skeleton complex 16x16_3x3
two_hubs simple 16x16_3x3
nasnet_cell complex 16x16_3x3
resnet_block simple 16x16_3x3
unet simple 16x16_3x3
vgg_chain simple 24x16_3x3
END
}

decide () { # name verdict
  run modmorph classify "$examples/$1.dot"
  ok "$1 is $2" grep -q ": $2" "$out"
  run modmorph prove "$examples/$1.dot" -o "$1.cert"
  run modmorph-check "$examples/$1.dot" "$1.cert"
  exits 0 "the certificate of $1 is accepted"
  run modmorph reduce "$examples/$1.dot" --to-single -o "$1.txt"
  run modmorph reduce "$examples/$1.dot" --replay "$1.txt"
  exits 0 "the derivation of $1 replays"
  run modmorph draw "$examples/$1.dot" -o "$1.svg" -o "$1.pdf"
  exits 0 "$1 is drawn"
}

# The number of a key in a JSON line, compared with awk's floating point.
number_is () { # key condition
  sed 's/.*"'"$1"'":\([^,}]*\).*/\1/' "$out" | awk "{ exit !(\$1 $2) }"
}

whole_is () { # float64|float32 condition
  sed 's/.*"'"$1"'":{[^}]*"whole":\([^,}]*\).*/\1/' "$out" | awk "{ exit !(\$1 $2) }"
}

give_weights () { # name parent
  parent=$weights/digits_$2.npy
  run modmorph morph --json "$examples/$1.dot" --parent "$parent" -o "$1" --dtype f64
  exits 0 "$1 holds a trained convolution"
  ok "exactly" number_is residual "<= 1e-12"
  ok "with every weight in use" number_is fill "== 1"
  ok "each layer near He's scale, from below" number_is scale_low ">= 0.5"
  ok "and from above" number_is scale_high "<= 2"
  run modmorph verify --json "$examples/$1.dot" --weights "$1" --parent "$parent"
  exits 0 "$1 is preserved"
  ok "over whole images, in double precision" whole_is float64 "<= 1e-12"
  ok "and in single precision" whole_is float32 "<= 1e-5"
  run modmorph fold "$examples/$1.dot" --weights "$1" --crop -o "$1.npy"
  exits 0 "$1 is folded"
  ok "into a convolution of the parent's shape" same_header "$1.npy" "$parent"
}

# The shape in two .npy headers.
same_header () {
  [ "$(shape "$1")" = "$(shape "$2")" ]
}

shape () {
  head -c 128 "$1" | tr -d '\000' | sed -n "s/.*'shape': (\([^)]*\)).*/\1/p"
}

each_example >list
while read -r name verdict parent; do
  decide "$name" "$verdict"
  if [ "$name" != narrow ] && [ "$name" != skeleton ]; then
    give_weights "$name" "$parent"
  fi
done <list

ok "no example is forgotten" [ "$(ls "$examples"/*.dot | wc -l)" -eq "$(wc -l <list)" ]

# ---- what does not fit

run modmorph feasible "$examples/narrow.dot" --parent "$weights/digits_32x16_1x1.npy"
exits 1 "the narrow module cannot hold a convolution of rank 16"
prints "$examples/narrow.dot: infeasible (needs rank 16; cut b 10 + d 5 = 15; deficit 1)
repair: b 10 -> 11" "because of two blobs"
run modmorph morph "$examples/narrow.dot" --parent "$weights/digits_32x16_1x1.npy" -o narrow
exits 1 "morph says the same"
ok "in the same words" grep -q "cut b 10 + d 5 = 15" "$out"
ok "and makes no folder" [ ! -e narrow ]
sed 's/b \[channels=10\]/b [channels=11]/' "$examples/narrow.dot" >repaired.dot
run modmorph morph repaired.dot --parent "$weights/digits_32x16_1x1.npy" -o narrow
exits 0 "the repair is enough"

# ---- the program that uses the library

run "$top_builddir/examples/reduce_module" "$examples/module_d.dot"
exits 0 "the example program runs"
prints "complex: 6 steps, 1 node reduction among them
G = (F₆ ⊛ F₃ + F₅) ⊛ F₁ + (F₆ ⊛ F₄ + F₇) ⊛ F₂" "and prints the equation of module (D)"

finish
