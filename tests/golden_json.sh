# tests/golden_json.sh: the manual names the fields of every answer in JSON, and no others.
. "${srcdir:-.}/tests/tap.sh"
. "$top_srcdir/tests/low_rank.sh"

parent=$examples/weights/digits_16x16_3x3.npy
for name in bridge resnet_block module_d narrow two_hubs skeleton; do
  cp "$examples/$name.dot" .
done
printf '{"vertices":2,"edges":[[0,1]]}\n{"vertices":2,"edges":[[0,0],[0,1]]}\nno JSON\n' >stream.jsonl
awk 'BEGIN { n = 4001; print n, 2 * n - 3, 0, n - 1
  for (i = 0; i + 1 < n; i++) { print i, i + 1; if (i + 2 < n) print i, i + 2 } }' >large.edges

# What a page says under "COMMAND --json" (or, of modmorph-check, "Answers in JSON").
documented () { # page title
  awk -v title="$2" '
    /^\.S[sh] / { gsub (/\\/, ""); inside = substr ($0, 5) == title; next }
    inside && /^\.It Li / { sub (/^\.It Li /, ""); gsub (/ , /, "\n"); print }' "$top_srcdir/docs/$1" | sort -u
}

# Run a command and keep the fields of its answer.
fields_of () { # PROGRAM ARGUMENT…
  "$@" --json 2>"$err" | awk -f "$top_srcdir/tests/json_fields.awk" >>"$work/kept/fields"
}

# The fields of all answers since the last call are those that the page has.
are_documented () { # page title
  documented "$1" "$2" >"$work/kept/wanted"
  sort -u "$work/kept/fields" >"$out"
  : >"$work/kept/fields"
  code=0
  comm -23 "$out" "$work/kept/wanted" >"$err"
  ok "all fields of $2 are in $1" [ -s "$out" -a ! -s "$err" ]
  comm -13 "$out" "$work/kept/wanted" >"$err"
  ok "and all that is there is printed" [ ! -s "$err" ]
}

# All objects but that of confluence have a field "file", which the manual says once.
command_is_documented () {
  ok "$1 says what file it is about" grep -qx file "$work/kept/fields"
  sed -i '/^file$/d' "$work/kept/fields"
  are_documented modmorph.1 "$1 --json"
}

: >"$work/kept/fields"
printf 'strict digraph { s -> t; s -> t; x -> t [style=invis]; x [style=invis]; s -> conv -> t [dir=back] }\n' >strict.dot
fields_of modmorph classify resnet_block.dot module_d.dot large.edges stream.jsonl strict.dot
command_is_documented classify

modmorph reduce --to-single module_d.dot -o steps.txt
sed 's/^P 4 7/P 4 6/' steps.txt >wrong.txt
fields_of modmorph reduce resnet_block.dot
fields_of modmorph reduce --to-single module_d.dot
fields_of modmorph reduce module_d.dot --replay steps.txt
fields_of modmorph reduce module_d.dot --replay wrong.txt
command_is_documented reduce

fields_of modmorph prove resnet_block.dot -o simple.cert
fields_of modmorph prove module_d.dot -o complex.cert
fields_of modmorph prove large.edges -o large.cert
command_is_documented prove

fields_of modmorph morph bridge.dot --parent "$parent" -o child
cp "$parent" beside.npy
cp "$examples/weights/digits_24x16_3x3.bias.npy" beside.bias.npy
fields_of modmorph morph bridge.dot --parent beside.npy -o unbiased
fields_of modmorph morph two_hubs.dot --parent "$parent" -o two
fields_of modmorph morph waist.dot --parent squeezed.npy -o waist --dtype f64
printf 'digraph { node [channels=16, activation=relu]; s [norm=bn]; t [norm=layernorm]; a [activation=prelu]; edge [kernel=3, norm=bn]; s -> a -> t }\n' >ends.dot
fields_of modmorph morph ends.dot --parent "$parent" -o ends
command_is_documented morph

printf 'PK' >child/other.npz
fields_of modmorph fold bridge.dot --weights child -o folded.npy --crop
cp "$examples/weights/digits_24x16_3x3.bias.npy" folded.bias.npy
fields_of modmorph fold bridge.dot --weights child -o folded.npy --crop --force
fields_of modmorph fold ends.dot --weights ends -o ends.npy
command_is_documented fold

fields_of modmorph verify bridge.dot --weights child --parent beside.npy
fields_of modmorph verify waist.dot --weights waist --parent squeezed.npy
fields_of modmorph verify ends.dot --weights ends --parent "$parent"
command_is_documented verify

fields_of modmorph feasible narrow.dot --shape 32,16,1 -o narrow.cert
fields_of modmorph feasible bridge.dot --shape 16,16,1 -o bridge.cert
fields_of modmorph feasible two_hubs.dot --shape 16,16,3
fields_of modmorph feasible waist.dot --parent squeezed.npy
fields_of modmorph feasible bridge.dot --shape 16,16,9
fields_of modmorph feasible ends.dot --shape 16,16,3
command_is_documented feasible

fields_of modmorph plan skeleton.dot --shape 16,16,3 --channels 8,16 --kernels 1,3 --budget-macs 90000 --size 5x5
command_is_documented plan

fields_of modmorph confluence
sed -i 's/^with_node_reductions\./rules./' "$work/kept/fields"
are_documented modmorph.1 "confluence --json"

fields_of modmorph explore --node bridge.dot
command_is_documented explore

echo nonsense >nonsense.cert
fields_of modmorph-check bridge.dot complex.cert
fields_of modmorph-check module_d.dot complex.cert
fields_of modmorph-check bridge.dot bridge.cert
fields_of modmorph-check bridge.dot nonsense.cert
are_documented modmorph-check.1 "ANSWERS IN JSON"

# What the tests above do not provoke.
for source in "$top_srcdir"/cli/*.c; do
  page=modmorph.1
  [ "${source##*/}" = check_main.c ] && page=modmorph-check.1
  sed -n 's/.*cli_json_[a-z]* ([&]*j, "\([a-z_0-9]*\)".*/\1/p' "$source" | sort -u >"$work/kept/names"
  while read -r name; do
    grep '^\.It Li\|^\.Li file' "$top_srcdir/docs/$page" | tr -c 'a-z_0-9' '\n' | grep -qx "$name" || echo "$name"
  done <"$work/kept/names" >"$out"
  [ -s "$work/kept/names" ] && ok "no field of ${source##*/} is left out" [ ! -s "$out" ]
done

finish
