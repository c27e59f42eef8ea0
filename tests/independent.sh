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
  if grep -q '^claim .*feasible' "${good%.dot}.cert"; then
    continue # what a module can hold is for modmorph-check only
  fi
  set -- "$@" "$good" "${good%.dot}.cert"
done
for module in "$examples"/*.dot; do
  cert=$(basename "$module" .dot).cert
  modmorph prove "$module" -o "$cert" >/dev/null
  set -- "$@" "$module" "$cert"
done
printf '5 8 4 0\n4 3\n3 2\n2 0\n4 2\n4 1\n3 1\n1 0\n1 2\n' >numbers.edges
modmorph prove numbers.edges -o numbers.cert >/dev/null
python3 -B "$top_srcdir/tests/independent.py" "$refuse" "$@" numbers.edges numbers.cert
