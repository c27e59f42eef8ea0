#!/bin/sh
# The program modmorph-check: answers, exit statuses, and the example of its manual page.  TAP.
bin=$(cd "${top_builddir:-.}" && pwd)
check=$bin/modmorph-check
top=$(cd "${top_srcdir:-.}" && pwd)
lies=$top/tests/refuse
work=$(mktemp -d) || exit 99
trap 'rm -rf "$work"' EXIT
number=0

# ok NAME: the last command's status is the test's.
ok () {
  if [ $? -eq 0 ]; then number=$((number + 1)); echo "ok $number - $1"
  else number=$((number + 1)); echo "not ok $number - $1"; sed 's/^/# /' "$work/out" "$work/err"; fi
}

# says STATUS OUT ERR ARGUMENTS…: the program ends and prints so (ERR: how standard error begins).
says () {
  status=$1 out=$2 err=$3
  shift 3
  "$check" "$@" >"$work/out" 2>"$work/err"
  [ $? -eq "$status" ] && [ "$(cat "$work/out")" = "$out" ] || return 1
  case $(cat "$work/err") in "$err"*) [ -n "$err" ] || [ ! -s "$work/err" ] ;; *) false ;; esac
}

says 0 accepted '' "$lies/bridge.dot" "$lies/bridge.cert"; ok 'accepts a bridge'
says 0 accepted '' "$lies/simple.dot" "$lies/simple.cert"; ok 'accepts a reduction'
says 1 'refused: the steps leave 2 layers, not one' '' "$lies/simple.dot" "$lies/unfinished.cert"
ok 'refuses a wrong witness, with the reason'
says 1 'refused: line 1: the file is empty; a certificate begins "modmorph-certificate 1"' '' \
  "$lies/bridge.dot" "$lies/empty.cert"; ok 'refuses an empty certificate'
says 1 'refused: line 1: version 2 is unknown; this program reads version 1' '' \
  "$lies/bridge.dot" "$lies/unknown-version.cert"; ok 'refuses an unknown version'

files='{"file":"bridge.dot","certificate":"claimed.cert","answer":'
cp "$lies/bridge.dot" "$lies/bridge.cert" "$work"
json () { # STATUS CERT REST: the same, in JSON
  cp "$lies/$2" "$work/claimed.cert"
  (cd "$work" && says "$1" "$files$3" '' --json bridge.dot claimed.cert)
}
json 0 bridge.cert '"accepted","claim":"complex"}'; ok 'accepts in JSON'
cp "$lies/trap.dot" "$lies/trap.cert" "$work"
(cd "$work" && says 0 '{"file":"trap.dot","certificate":"trap.cert","answer":"accepted","claim":"complexity","complexity":2}' '' \
  --json trap.dot trap.cert)
ok 'says in JSON how much complexity was claimed'
cp "$lies/twins.dot" "$lies/twins.cert" "$work"
twins=$(sed -n 's/^demand //p' "$lies/twins.cert")
set -- $twins
(cd "$work" && says 0 "{\"file\":\"twins.dot\",\"certificate\":\"twins.cert\",\"answer\":\"accepted\",\"claim\":\"feasible\",\"demand\":{\"out\":$1,\"in\":$2,\"height\":$3,\"width\":$4,\"rank_out\":$5,\"rank_in\":$6,\"rank_function\":$7,\"rank_rows\":$8,\"rank_columns\":$9,\"rank_corner\":${10}}}" '' \
  --json twins.dot twins.cert)
ok 'says in JSON what the capacity is about'

sed 's/channels=4\]; c \[channels=2/channels=""]; c [channels=2/' "$lies/twins.dot" >"$work/open.dot"
says 1 'refused: blob a has no channels in the module' '' "$work/open.dot" "$lies/twins.cert"
ok 'refuses a module that leaves channels open'
sed 's/kernel=1/label=""/' "$lies/twins.dot" >"$work/open.dot"
says 1 'refused: layer 1 has no kernel in the module' '' "$work/open.dot" "$lies/twins.cert"
ok 'refuses a module that leaves kernels open'
json 1 blob-twice.cert '"refused","claim":"complex","reason":"vertex 3 stands for blob number 1, as an earlier vertex does"}'
ok 'refuses in JSON'
json 1 unknown-version.cert '"refused","line":1,"reason":"version 2 is unknown; this program reads version 1"}'
ok 'refuses a malformed certificate in JSON'
says 0 '' '' --quiet "$lies/bridge.dot" "$lies/bridge.cert"; ok 'accepts quietly'
says 1 '' '' -q "$lies/bridge.dot" "$lies/trailing-garbage.cert"; ok 'refuses quietly'

says 2 '' "modmorph-check: $work/none.cert" "$lies/bridge.dot" "$work/none.cert"
ok 'has no answer without a certificate'
says 2 '' "modmorph-check: $work" "$lies/bridge.dot" "$work"; ok 'has no answer for a folder'
says 2 '' "modmorph-check: $work/none.dot" "$work/none.dot" "$lies/bridge.cert"
ok 'has no answer without a module'
printf '3 2 0 2\n0 1\n1 1\n' >"$work/loop.edges"
says 2 '' "modmorph-check: $work/loop.edges:3: not a module" "$work/loop.edges" "$lies/bridge.cert"
ok 'has no answer for what is no module'
says 2 '' 'modmorph-check: two files are needed' "$lies/bridge.dot"; ok 'asks for two files'
says 2 '' 'modmorph-check: unknown option --fast' --fast "$lies/bridge.dot" "$lies/bridge.cert"
ok 'names an unknown option'

says 2 '' 'modmorph-check: no value is taken: --json=3' --json=3 "$lies/bridge.dot" "$lies/bridge.cert"
ok 'refuses a value of a switch'

says 2 '' 'modmorph-check: only the certificate is read from standard input: name the file of the module' - "$lies/bridge.cert"
ok 'reads no module from standard input'
if [ -w /dev/full ]; then
  "$check" "$lies/bridge.dot" "$lies/bridge.cert" >/dev/full 2>"$work/err"
  [ $? -eq 2 ]; ok 'has no answer when it cannot be written'
else
  number=$((number + 1)); echo "ok $number - has no answer when it cannot be written # SKIP no /dev/full"
fi

"$check" --version >"$work/out" 2>"$work/err" && grep -q '^modmorph-check [0-9][0-9.]*$' "$work/out"; ok 'tells its version'
"$check" --help >"$work/out" 2>"$work/err" && grep -q '^Exit status: 0 accepted; 1 refused' "$work/out"; ok 'explains itself'

# The manual page: commands begin "$ ", everything else in a literal block is what they print.
sed -n '/^\.Bd -literal/,/^\.Ed/{/^\./d;p;}' "$top/docs/modmorph-check.1" >"$work/wanted"
cd "$work" || exit 99
awk '/^\$ cat /{file = $3; next} /^\$ /{file = ""} file {print > file}' wanted
sed -n 's/^\$ //p' wanted | while IFS= read -r line; do
  printf '$ %s\n' "$line"
  PATH=$bin:$PATH sh -c "$line"
done >out 2>err
cmp -s out wanted && grep -q 'modmorph-check' out; ok "the manual page's examples are true"
echo "1..$number"
