# tests/independent.sh: a judge in another language, written from docs/formats.md alone, and
# modmorph-check give the same verdicts.
. "${srcdir:-.}/tests/tap.sh"

if ! python3 -c 'import sys; sys.exit(sys.version_info < (3, 6))' 2>/dev/null; then
  skip "the independent judge" "there is no Python 3.6 or later"
  finish
  exit 0
fi

refuse=$top_srcdir/tests/refuse
set --
for good in "$refuse"/*.dot; do
  grep -q "^$(basename "$good" .dot) " "$refuse/INDEX" && continue # a lie with a module of its own
  set -- "$@" "$good" "${good%.dot}.cert"
done
for module in "$examples"/*.dot; do
  cert=$(basename "$module" .dot).cert
  modmorph prove "$module" -o "$cert" >/dev/null
  set -- "$@" "$module" "$cert"
done
printf '5 8 4 0\n4 3\n3 2\n2 0\n4 2\n4 1\n3 1\n1 0\n1 2\n' >numbers.edges
modmorph prove numbers.edges -o numbers.cert >/dev/null
set -- "$@" numbers.edges numbers.cert

# One module for each way of being too narrow, and one whose only hub has the wide layers behind it.
cat >kernel.dot <<'.'
digraph { node [channels=8]; edge [kernel=1]; s -> a -> t }
.
cat >columns.dot <<'.'
digraph { node [channels=8]; a [channels=2]; b [channels=16]; s -> a -> t [kernel=3]; s -> b -> t [kernel="3x1"] }
.
cat >rows.dot <<'.'
digraph { node [channels=8]; a [channels=2]; b [channels=16]; s -> a -> t [kernel=3]; s -> b -> t [kernel="1x3"] }
.
cat >corner.dot <<'.'
digraph { node [channels=8]; c [channels=4]; edge [kernel="5x1"]; s -> a; a -> t [kernel=1];
          s -> c [kernel=5]; c -> t [kernel=1]; s -> b [kernel="1x5"]; b -> t [kernel=1] }
.
cat >nowhere.dot <<'.'
digraph { node [channels=4]; s -> a [kernel="5x1"]; s -> b [kernel="1x5"]; a, b -> t [kernel=1] }
.
cat >output.dot <<'.'
digraph { s [channels=1]; a [channels=1]; t [channels=16]; s -> a [kernel=3]; a -> t [kernel=1] }
.
cat >input.dot <<'.'
digraph { s [channels=16]; a [channels=1]; t [channels=1]; s -> a [kernel=1]; a -> t [kernel=3] }
.
cat >fan.dot <<'.'
digraph { node [channels=8]; edge [kernel=1]; s -> a; node [channels=4]; a -> c, d [kernel=3]; c -> t; d -> t; t [channels=8] }
.
for what in kernel,8,8,3 columns,8,8,5 rows,8,8,5 corner,8,8,5 nowhere,4,4,5 output,16,1,3 input,1,16,3 fan,8,8,3 \
  narrow,32,16,1 two_hubs,16,16,3 two_hubs,16,16,5 two_hubs,16,16,1 bridge,16,16,3 bridge,16,16,9 darts_cell,16,16,3x5 inception,24,16,5 \
  module_d,16,16,3 nasnet_cell,16,16,5 unet,16,16,15 vgg_chain,24,16,3 vgg_chain,24,16,9; do
  module=${what%%,*}.dot
  [ -f "$module" ] || sed 's/, *op="[^"]*"//' "$examples/$module" >"$module" # as convolutions
  modmorph feasible "$module" --shape "${what#*,}" -o "$what.cert" >/dev/null 2>&1
  set -- "$@" "$module" "$what.cert"
done
python3 -B "$top_srcdir/tests/independent.py" "$refuse" "$@"
