# tests/golden_words.sh: words that change what a layer computes are used or refused by the commands that
# compute, and ignored by those that only look at the graph.
. "${srcdir:-.}/tests/tap.sh"

parent=$examples/weights/digits_16x16_3x3.npy

# A bridge of which one layer, one blob, the graph, or all layers say something.
bridge () { # FILE GRAPH BLOB LAYER
  cat >"$1" <<END
digraph bridge {
  $2
  node [channels=16];
  edge [kernel=3];
  a [$3];
  s -> a [key=F1, $4];
  s -> b [key=F2]; a -> b [key=F3]; a -> t [key=F4]; b -> t [key=F5];
}
END
}

bridge plain.dot '' '' ''
run modmorph morph plain.dot --parent "$parent" -o child
exits 0 "the bridge without any words takes the parent in"

# Every command that computes refuses, with the line and the words; every other one answers as ever.
refused () { # LINE WORDS
  wrong=
  for command in "morph bad.dot --parent $parent -o none" "fold bad.dot --weights child -o none.npy" \
                 "verify bad.dot --weights child --parent $parent" "feasible bad.dot --shape 16,16,3" \
                 "plan bad.dot --shape 16,16,3"; do
    code=0
    modmorph $command >"$out" 2>"$err" || code=$?
    [ "$code" = 2 ] && [ ! -s "$out" ] && grep -q "^modmorph: bad.dot:$1: $2" "$err" || wrong="$wrong ${command%% *}"
  done
  ok "refused by all that compute: $2$wrong" [ -z "$wrong" -a ! -e none -a ! -e none.npy ]
  wrong=
  for command in "classify bad.dot" "reduce --equation text bad.dot" "prove bad.dot -o -" "draw bad.dot -o bad.svg" "explore bad.dot"; do
    code=0
    modmorph $command >"$work/kept/got" 2>/dev/null || code=$?
    [ "$code" -le 1 ] || wrong="$wrong ${command%% *} (exit status $code)"
    modmorph $(echo "$command" | sed 's/bad\.dot/plain.dot/') 2>/dev/null | sed 's/plain\.dot/bad.dot/g' >"$work/kept/wanted"
    cmp -s "$work/kept/got" "$work/kept/wanted" || wrong="$wrong ${command%% *} (other answer)"
  done
  ok "and ignored by all that look at the graph$wrong" [ -z "$wrong" ]
}

for word in 'padding=0' 'Padding="(0, 0)"' 'auto_pad=VALID' 'pads="[0,0,1,1]"' 'padding_mode=reflect' 'activation=relu' 'act_layer="nn.GELU"' \
            'type=ConvTranspose2d' 'op=MaxPool' 'class_name=Dense' 'kernel_size=2' 'strides="2,1"' 'stride=x' 'dilation_rate="[1,2]"' \
            'num_group=none' 'output_padding=1' 'norm=layernorm' 'out_channels=8' 'bias=0.5' 'scale=0.5' 'transposed=true' 'depthwise=1' 'upsample=2'; do
  bridge bad.dot '' '' "$word"
  refused 6 "layer F1: $(echo "$word" | tr -d '"' | sed 's/[][.]/./g')"
done
for word in 'kernel=3' 'strides=2' 'Groups=4' 'dilation=2' 'padding=1' 'bias=true' 'channels=many' 'op=Concat' 'type=Conv2d' 'norm=group_norm' 'slope=0.25'; do
  bridge bad.dot '' "$word" ''
  refused 5 "blob a: $word"
done
for word in 'stride=2;' 'padding=valid;' 'graph [activation=relu];' 'channels=16;' 'kernel_size=3;'; do
  bridge bad.dot "$word" '' ''
  refused 2 "the graph: $(echo "$word" | sed 's/;//; s/graph .//; s/]//')"
done
bridge bad.dot 'subgraph cluster_1 { stride=2; }' '' ''
refused 2 "a subgraph: stride=2"

# The judge asks for the same, of claims about numbers and of no others.
modmorph feasible plain.dot --shape 16,16,3 -o feasible.cert >"$out"
modmorph prove plain.dot -o complex.cert >"$out"
bridge bad.dot '' '' 'padding=0'
run modmorph-check bad.dot complex.cert
exits 0 "a claim about the graph holds whatever the padding is"
run modmorph-check bad.dot feasible.cert
exits 1 "a claim about channels and kernels is refused then"
ok "and the judge says why" grep -q '^refused: .*layer F1: padding=0' "$out"
run modmorph-check plain.dot feasible.cert
exits 0 "without the word it does"

# What is used, or says what is computed anyway, changes no answer.
for word in 'padding=1' 'pads="[1, 1, 1, 1]"' 'auto_pad=SAME_UPPER' 'padding="same"' 'padding_mode=zeros' 'type="nn.Conv2d"' 'op_type=Conv' 'groups=1' 'strides="(1, 1)"' \
            'dilation_rate="[1,1]"' 'bias=False' 'no_bias=True' 'activation=none' 'act=linear' 'relu=false' 'ksize="(3, 3)"' 'kernel_shape="[3,3]"' 'in_channels=16, out_channels=16' \
            'color=red, penwidth=3, weight=2' 'ceil_mode=False' 'transposed=0' 'scale=1.0' 'stride=2, stride=1'; do
  bridge good.dot 'label=x; pad=0.5; rankdir=LR;' 'shape=box, group=g1, op=Add' "$word"
  modmorph fold good.dot --weights child -o good.npy >"$out" 2>"$err"
  modmorph fold plain.dot --weights child -o plain.npy >/dev/null
  modmorph verify good.dot --weights child --parent "$parent" >"$out" 2>>"$err"; code=$?
  ok "used, or harmless: $word" cmp -s good.npy plain.npy
  exits 0 "and so it verifies"
done

# Words that are used: a stride is one however it is spelt.
bridge good.dot '' '' 'Strides="[2, 2]"'
cp -r child files
rm files/module.dot
run modmorph fold good.dot --weights files -o good.npy
mentions "disagree on the stride" "a stride of 2 in any spelling is a stride"

# ---- what comes along

bridge kept.dot 'label="a bridge"; rankdir=LR; pad=0.2;' 'shape=box, tooltip=<b <i>old</i>>, slope=1' \
  'bias=False, padding=1, label="first", weights="old.npy", xlabel="a\nb", Dilations="1,1"'
run modmorph morph kept.dot --parent "$parent" -o kept
exits 0 "a module with all kinds of attributes takes the parent in"
ok "its child has the graph's" grep -qx '  graph \[label="a bridge" pad=0.2 rankdir=LR\];' kept/module.dot
ok "the blob's" grep -qx '  a \[channels=16 shape=box slope=1 tooltip=<b <i>old</i>>\];' kept/module.dot
ok "and the layer's, with the name of its own file" \
  grep -qx '  s -> a \[bias=False dilation=1 kernel=3 key=F1 label=first padding=1 weights="F1.npy" xlabel="a\\nb"\];' kept/module.dot
bridge given.dot 'graph [padding=same]; edge [groups=1]; subgraph cluster_x { node [norm=none, channels=16]; a; }' 'activation=none' \
  'stride=1, dilation=1, bias=0, kind=conv, padding=1, norm=none, activation=none'
run modmorph morph given.dot --parent "$parent" -o given
ok "words that only say the default come along too, of the graph" grep -qx '  graph \[padding=same\];' given/module.dot
ok "of a blob, also what a subgraph says" grep -qx '  a \[activation=none channels=16 norm=none\];' given/module.dot
ok "and of a layer" \
  grep -qx '  s -> a \[activation=none bias=0 dilation=1 groups=1 kernel=3 key=F1 kind=conv norm=none padding=1 stride=1 weights="F1.npy"\];' given/module.dot
run modmorph verify kept/module.dot --weights kept --parent "$parent"
exits 0 "the child's own module is as good as the original"
run modmorph morph kept/module.dot --parent "$parent" -o again
ok "a child of a child says the same" cmp kept/module.dot again/module.dot
sed 's/^  a \[/  a [channels=4, /; s/^  edge/  b [channels=4]; edge/; s/bias=False/out_channels=4/' kept.dot >narrow.dot
run modmorph feasible narrow.dot --shape 16,16,1 --repair wide.dot
ok "a repair keeps them too" sh -c 'grep -q "tooltip=<b <i>old</i>>" wide.dot && grep -q "label=\"a bridge\"" wide.dot'
run modmorph feasible wide.dot --shape 16,16,1
exits 0 "and is usable: the channels that a layer repeats are those of the repair"
run modmorph plan kept.dot --shape 16,16,3 --channels 16 --kernels 3 -o planned.dot
ok "so does a plan" sh -c 'grep -q "tooltip=<b <i>old</i>>" planned.dot && grep -q "label=first padding=1" planned.dot'

# ---- activations

chain () { # FILE ATTRIBUTES OF THE BLOB INSIDE, OF THE SOURCE, OF THE SINK
  echo "digraph { node [channels=16]; edge [kernel=3]; s [$3]; a [$2]; t [$4]; s -> a [key=F1]; a -> t [key=F2]; }" >"$1"
}
chain plain.dot '' '' ''
run modmorph morph plain.dot --parent "$parent" -o straight
for word in activation=relu 'act="nn.GELU()"' nonlinearity=sigmoid relu=true 'activation="leaky relu"'; do
  chain real.dot "$word" '' ''
  run modmorph fold real.dot --weights straight -o none.npy
  exits 2 "fold does not go through $word"
  mentions "real.dot:1: blob a has the activation" "but names the blob, with its line"
  run modmorph verify real.dot --weights straight --parent "$parent"
  exits 2 "verify does not take $word for the identity"
  mentions "activation=prelu" "and says which one could be"
  run modmorph morph real.dot --parent "$parent" -o none
  mentions "blob a has the activation" "morph promises nothing about $word"
  run modmorph feasible real.dot --shape 16,16,3
  ok "feasible speaks of the start and says so" grep -q 'of a never is' "$out"
done
ok "none of these wrote anything" [ ! -e none -a ! -e none.npy ]
for word in activation=prelu 'act="nn.PReLU()"' 'activation="parametric sigmoid"' 'norm=bn' 'use_bn=true'; do
  chain start.dot "$word" '' ''
  run modmorph morph start.dot --parent "$parent" -o start --force
  exits 0 "$word can start as the identity"
  ok "which the report assumes" grep -q 'identity at a$' "$out"
  ok "and on which its promise depends" grep -q 'promise .* as long as what is assumed holds$' "$out"
  ok "its module says the word" grep -q '^  a .*activation=\|^  a .*act=\|^  a .*norm=\|^  a .*use_bn=' start/module.dot
  run modmorph verify start.dot --weights start --parent "$parent"
  exits 0 "verify reads its file"
  ok "and takes nothing for granted" sh -c '! grep -q "assumes\|identity" "$1"' sh "$out"
  modmorph fold start.dot --weights start -o start.npy >/dev/null
  modmorph fold plain.dot --weights straight -o plain.npy >/dev/null
  ok "fold gives the same bytes as without the word" cmp start.npy plain.npy
  ok "and no bias" [ ! -e start.bias.npy ]
  rm -f start/a.blob.*.npy
  run modmorph fold start.dot --weights start -o none.npy
  exits 2 "without its file $word is not folded"
  mentions ".npy is missing: blob a has" "but named, with file and blob"
  run modmorph verify start/module.dot --weights start --parent "$parent"
  exits 2 "nor verified"
done
ok "none of these wrote anything" [ ! -e none.npy ]
chain start.dot 'activation=prelu, norm=none' 'activation=relu' 'activation=gelu, act_type=none'
run modmorph fold start.dot --weights straight -o start.npy
exits 2 "two words that contradict each other are refused"
chain start.dot '' 'activation=relu' 'activation=gelu'
run modmorph fold start.dot --weights straight -o start.npy
exits 0 "what comes before the module and after it does not matter"
ok "and is told" sh -c 'grep -q "activation relu of s comes before" "$1" && grep -q "activation gelu of t comes after" "$1"' sh "$out"
cat >layer.dot <<'END'
digraph { node [channels=16]; edge [kernel=3]; s -> a [key=F1, norm=bn]; a -> t [key=F2]; }
END
run modmorph fold layer.dot --weights straight -o start.npy
exits 2 "a norm of a layer without a file is refused"
mentions "straight: F1.bn.npy is missing: layer F1 has norm=bn in the module; morph writes it" "and named"

# Names that need escaping, words at the ends, both types, and a second child in the place of the first.
cat >all.dot <<'END'
digraph { node [channels=16, norm=bn, activation=prelu]; edge [kernel=3];
  s -> "a/b é" [key="c 1", norm=BatchNorm2d]; "a/b é" -> t [key=F2]; "a/b é" -> u [use_bn=true, key="x.bn", bn_eps=0.001]; u -> t [key=F3]; }
END
sed 's/, norm=bn, activation=prelu//; s/, norm=BatchNorm2d//; s/use_bn=true, //; s/, bn_eps=0.001//' all.dot >bare.dot
for type in f32 f64; do
  modmorph morph bare.dot --parent "$parent" -o bare --dtype $type --force >/dev/null
  modmorph fold bare.dot --weights bare -o bare.npy >/dev/null
  for seed in 1 0; do
    run modmorph morph all.dot --parent "$parent" -o all --dtype $type --force --seed $seed
    exits 0 "norms and slopes at layers, blobs and ends: morph in $type"
    run modmorph verify all.dot --weights all --parent "$parent"
    exits 0 "and verify: preserved"
    run modmorph verify all/module.dot --weights all --parent "$parent"
    exits 0 "by the child's own module too"
  done
  ok "each word inside has its file, and nothing outside" sh -c 'ls all | grep -c "[.]bn.npy\|[.]slope.npy" | grep -qx 7'
  modmorph fold all.dot --weights all -o all.npy >"$out"
  ok "the fold has the bytes of that without the words" cmp all.npy bare.npy
done
ok "what comes before and after is told" sh -c 'grep -q "norm bn of s comes before" "$1" && grep -q "activation prelu of s comes before" "$1" && grep -q "activation prelu of t comes after" "$1"' sh "$out"
modmorph fold all.dot --weights all -o all.npy --json >"$out"
ok "in JSON too" grep -q '"activation_before":"prelu","norm_before":"bn","activation_after":"prelu"}' "$out"
ok "which takes nothing for granted" sh -c '! grep -q assumes "$1"' sh "$out"

# ---- graphs that need no numbers

cat >graph.dot <<'END'
digraph { s -> a [kernel=16, kind=Conv2d, padding=1]; a -> t [kernel="(3, 3)", channels=abc]; s -> t [kernel=2]; }
END
run modmorph classify graph.dot
prints "graph.dot: simple" "values that only numbers need do not matter for a verdict"

finish
