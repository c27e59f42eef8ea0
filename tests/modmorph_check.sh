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

says 0 'accepted: complex' '' "$lies/bridge.dot" "$lies/bridge.cert"; ok 'accepts a bridge'
says 0 'accepted: simple' '' "$lies/simple.dot" "$lies/simple.cert"; ok 'accepts a reduction'
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
json 0 bridge.cert '"accepted","claim":"complex","statement":"complex"}'; ok 'accepts in JSON'
cp "$lies/trap.dot" "$lies/trap.cert" "$work"
(cd "$work" && says 0 '{"file":"trap.dot","certificate":"trap.cert","answer":"accepted","claim":"complexity","complexity":2,"statement":"complexity 2"}' '' \
  --json trap.dot trap.cert)
ok 'says in JSON how much complexity was claimed'
cp "$lies/twins.dot" "$lies/twins.cert" "$work"
twins=$(sed -n 's/^demand //p' "$lies/twins.cert")
set -- $twins
(cd "$work" && says 0 "{\"file\":\"twins.dot\",\"certificate\":\"twins.cert\",\"answer\":\"accepted\",\"claim\":\"feasible\",\"statement\":\"feasible for a generic 4x4 3x3\",\"demand\":{\"out\":$1,\"in\":$2,\"height\":$3,\"width\":$4,\"rank_out\":$5,\"rank_in\":$6,\"rank_function\":$7,\"rank_rows\":$8,\"rank_columns\":$9,\"rank_corner\":${10}}}" '' \
  --json twins.dot twins.cert)
ok 'says in JSON what the capacity is about'

sed 's/channels=4\]; c \[channels=2/channels=""]; c [channels=2/' "$lies/twins.dot" >"$work/open.dot"
says 1 'refused: blob a has no channels in the module' '' "$work/open.dot" "$lies/twins.cert"
ok 'refuses a module that leaves channels open'
sed 's/kernel=1/label=""/' "$lies/twins.dot" >"$work/open.dot"
says 1 'refused: layer 1 has no kernel in the module' '' "$work/open.dot" "$lies/twins.cert"
ok 'refuses a module that leaves kernels open'
json 1 blob-twice.cert '"refused","claim":"complex","statement":"complex","reason":"vertex 3 stands for blob number 1, as an earlier vertex does"}'
ok 'refuses in JSON'
json 1 unknown-version.cert '"refused","line":1,"reason":"version 2 is unknown; this program reads version 1"}'
ok 'refuses a malformed certificate in JSON'
says 0 '' '' --quiet "$lies/bridge.dot" "$lies/bridge.cert"; ok 'accepts quietly'
says 1 '' '' -q "$lies/bridge.dot" "$lies/trailing-garbage.cert"; ok 'refuses quietly'

# What was asked for, and nothing else.
asks () { # STATUS OUT NAME ARGUMENT…, about trap (complexity 2)
  status=$1 out=$2
  shift 2
  says "$status" "$out" '' "$lies/trap.dot" "$lies/trap.cert" "$@"; ok "asked for $*"
}
says 2 '' 'modmorph-check: can be given only once: --claim; see modmorph-check --help' "$lies/trap.dot" "$lies/trap.cert" \
  --claim simple --claim complex; ok 'asks for one claim only'
asks 0 'accepted: complexity 2' --claim complexity
asks 0 'accepted: complexity 2' --claim 'complexity 2'
asks 0 'accepted: complexity 2' --claim=complexity=2
asks 0 'accepted: complexity 2' --claim complex
asks 1 'refused: it states "complexity 2", and "complexity 3" is asked for' --claim 'complexity 3'
asks 1 'refused: it states "complexity 2", and "simple" is asked for' --claim simple
asks 1 'refused: it states "complexity 2", and a generic 4x4 3x3 is asked for' --shape 4,4,3
says 1 'refused: it states "complex", and "complexity" is asked for' '' "$lies/bridge.dot" "$lies/bridge.cert" --claim complexity
ok 'a bridge shows no complexity'
says 1 'refused: line 1: version 2 is unknown; this program reads version 1' '' \
  "$lies/bridge.dot" "$lies/unknown-version.cert" --claim simple; ok 'a malformed certificate states nothing'
says 1 'refused: the claim is 1 node reductions, but the steps have 2' '' \
  "$lies/trap.dot" "$lies/complexity-too-small.cert" --claim 'complexity 1'; ok 'what is asked for is judged, too'

# Capacity: a generic convolution, or ranks.  A module whose b and d have 15 channels together.
cat >"$work/narrow.dot" <<'.'
digraph narrow { s [channels=16]; t [channels=32]; a [channels=24]; b [channels=10]; c [channels=24]; d [channels=5];
  edge [kernel=1]; s -> a; a -> b; s -> c; c -> d; b -> t; d -> t }
.
about () { # CLAIM DEMAND WITNESS…: a certificate about it
  printf 'modmorph-certificate 1\nclaim %s\nblobs 6\nv 0 "s"\nv 2 "a"\nv 4 "c"\nv 3 "b"\nv 5 "d"\nv 1 "t"\n' "$1"
  printf 'layers 6\ne 1 2\ne 2 4\ne 1 3\ne 3 5\ne 4 6\ne 5 6\ndemand 32 16 %s\n' "$2"
  printf 'channels 16 24 24 10 5 32\nkernels 1 1 1 1 1 1 1 1 1 1 1 1\n'
  shift 2
  printf '%s\n' "$@" end
}
plan='mode columns|code 0 4 0 4 0 0|output 0 0 0 0 0 0|start 4 0 0 0 0 0|hubs 1|hub 2 0 4 0 0 4 0'
states () { # WORDS CLAIM DEMAND WITNESS [OPTION…]: it is accepted, and states so
  words=$1 claim=$2 demand=$3 witness=$4
  shift 4
  IFS='|'
  about "$claim" "$demand" $witness >"$work/narrow.cert"
  unset IFS
  says 0 "accepted: $words" '' "$work/narrow.dot" "$work/narrow.cert" "$@"; ok "states $words"
}
states 'feasible for rank 4 of a 32x16 1x1' feasible '1 1 4 4 4 4 4 4' "$plan"
states 'feasible for rank 3 out and 4 in of a 32x16 1x1' feasible '1 1 3 4 9 9 9 9' "$plan"
states 'feasible for rank 4 of a 32x16 1x1' feasible '1 1 4 4 16 16 16 16' "$plan" --claim feasible
states 'infeasible for a generic 32x16 1x1' infeasible '1 1 16 16 16 16 16 16' 'condition function|cut 4 5' --shape 32,16,1
states 'infeasible for a generic 32x16 1x1' infeasible '1 1 4 4 16 4 4 4' 'condition function|cut 4 5' --shape 32,16,1x1
states 'infeasible for a generic 32x16 1x1' infeasible '1 1 16 4 9 4 4 4' 'condition output|cut 4 5' --claim infeasible --shape 32,16,1
about infeasible '1 3 16 16 9 4 4 4' 'condition kernel' 'cut' >"$work/narrow.cert"
says 0 'accepted: infeasible for taps at the rim of a 32x16 1x3' '' "$work/narrow.dot" "$work/narrow.cert"; ok 'states what reaches too far'
about infeasible '1 3 32 16 16 16 16 16' 'condition kernel' 'cut' >"$work/narrow.cert"
says 0 'accepted: infeasible for a generic 32x16 1x3' '' "$work/narrow.dot" "$work/narrow.cert" --shape 32,16,1x3; ok 'which a generic one does'

refuses_shape () { # SHAPE
  says 1 "refused: it states \"$(cat "$work/states")\", and a generic $2 is asked for" '' "$work/narrow.dot" "$work/narrow.cert" --shape "$1"
  ok "is not about $1"
}
echo 'infeasible for a generic 32x16 1x3' >"$work/states"
refuses_shape 32,16,3 '32x16 3x3'
refuses_shape 32,16,1 '32x16 1x1'
refuses_shape 16,32,1x3 '16x32 1x3'
refuses_shape 32,15,1x3 '32x15 1x3'
IFS='|'; about feasible '1 1 4 4 4 4 4 4' $plan >"$work/narrow.cert"; unset IFS
echo 'feasible for rank 4 of a 32x16 1x1' >"$work/states"
refuses_shape 32,16,1 '32x16 1x1'
for value in '' 4 4,4 4,4, 4,4,2 4,4,3x2 4,4,3x 0,4,3 04,4,3 4,4,3,3 4,4,-3 ' 4,4,3' 4294967295,4,3 99999999999999999999,4,3; do
  says 2 '' "modmorph-check: --shape is CO,CI,K or CO,CI,KHxKW with an odd kernel, not $value; see" \
    "$lies/trap.dot" "$lies/trap.cert" --shape "$value"; ok "--shape '$value' is no shape"
done
for value in '' easy Simple 'complexity 0' 'complexity ' complexity= complexity=x 'complexity 2 ' 'complexity  2' 'simple 1' 'complex=1'; do
  says 2 '' "modmorph-check: --claim is simple, complex, complexity, 'complexity K', feasible or infeasible, not $value; see" \
    "$lies/trap.dot" "$lies/trap.cert" --claim "$value"; ok "--claim '$value' is no claim"
done
says 2 '' 'modmorph-check: --shape is about the claims feasible and infeasible, not about complexity' \
  "$lies/trap.dot" "$lies/trap.cert" --claim complexity --shape 4,4,3; ok 'a complexity has no shape'

# No more is read than was allowed.
size=$(wc -c <"$lies/trap.cert")
says 0 'accepted: complexity 2' '' "$lies/trap.dot" "$lies/trap.cert" --max-bytes $((size))
ok 'a file of so many bytes is read'
says 2 '' "modmorph-check: $lies/trap.cert: it is longer than $((size - 1)) bytes; --max-bytes allows more" \
  "$lies/trap.dot" "$lies/trap.cert" --max-bytes $((size - 1)); ok 'a longer one is not'
says 2 '' "modmorph-check: $lies/trap.dot: it is longer than 9 bytes" "$lies/trap.dot" "$lies/trap.cert" --max-bytes 9
ok 'nor is such a module'
says 0 'accepted: complexity 2' '' "$lies/trap.dot" - --max-bytes $size <"$lies/trap.cert"; ok 'the same from standard input'
cat "$lies/trap.cert" | says 2 '' 'modmorph-check: standard input: it is longer than' "$lies/trap.dot" - --max-bytes $((size - 1))
ok 'and from a pipe'
if [ -r /dev/zero ]; then
  says 2 '' 'modmorph-check: /dev/zero: it is longer than 3145728 bytes' "$lies/trap.dot" /dev/zero --max-bytes 3M
  ok 'a device has an end, too'
fi
for value in '' 0 -1 1x 1GG 1.5G x 99999999999999; do
  says 2 '' "modmorph-check: --max-bytes is a number, perhaps with k, M or G behind it, not $value; see" \
    "$lies/trap.dot" "$lies/trap.cert" --max-bytes "$value"; ok "--max-bytes '$value' is no number"
done
for option in --claim --shape --max-bytes; do
  says 2 '' "modmorph-check: a value is missing behind $option" "$lies/trap.dot" "$lies/trap.cert" $option
  ok "$option wants a value"
done

says 2 '' "modmorph-check: $work/none.cert" "$lies/bridge.dot" "$work/none.cert"
ok 'has no answer without a certificate'
says 2 '' "modmorph-check: $work" "$lies/bridge.dot" "$work"; ok 'has no answer for a folder'
says 2 '' "modmorph-check: $work/none.dot" "$work/none.dot" "$lies/bridge.cert"
ok 'has no answer without a module'
printf '3 2 0 2\n0 1\n1 1\n' >"$work/loop.edges"
says 2 '' "modmorph-check: $work/loop.edges:3: not a module" "$work/loop.edges" "$lies/bridge.cert"
ok 'has no answer for what is no module'
# One range of numbers: what is written can be read.
extreme () { # CHANNELS KERNEL SHAPE: the status of `feasible` and of the judge
  printf 'digraph { s -> a -> t [kernel=%s]; a [channels=%s]; s [channels=4]; t [channels=4] }\n' "$2" "$1" >"$work/extreme.dot"
  rm -f "$work/extreme.cert"
  "$bin/modmorph" feasible "$work/extreme.dot" --shape "$3" -o "$work/extreme.cert" >"$work/out" 2>"$work/err"
  first=$?
  [ -e "$work/extreme.cert" ] || { echo "$first none"; return; }
  "$check" "$work/extreme.dot" "$work/extreme.cert" >"$work/out" 2>"$work/err"
  echo "$first $?"
}
[ "$(extreme 4294967294 1 4,4,1)" = '0 0' ]; ok 'the most channels'
[ "$(extreme 4 4294967293 4,4,4294967293)" = '0 0' ]; ok 'the largest kernel'
[ "$(extreme 4 1 4,4,4294967293)" = '1 0' ]; ok 'a demand for it'
[ "$(extreme 4294967295 1 4,4,1)" = '2 none' ]; ok 'more channels are refused by the reader'
[ "$(extreme 4 4294967295 4,4,1)" = '2 none' ]; ok 'and a larger kernel'
[ "$(extreme 4 1 4,4,4294967295)" = '2 none' ]; ok 'and a demand for one'
[ "$(extreme 4 1 4294967295,4,1)" = '2 none' ]; ok 'and one of more channels'
sed 's/kernel=1/kernel=1, transposed=true/' "$lies/twins.dot" >"$work/words.dot"
says 1 'refused: the module, line 3: layer F1: transposed=true: transposed convolutions are not supported' '' "$work/words.dot" "$lies/twins.cert"
ok 'a word that changes what a layer computes is a reason to refuse'
says 1 'refused: it states "feasible for a generic 4x4 3x3", and "simple" is asked for' '' "$work/words.dot" "$lies/twins.cert" --claim simple
ok 'unless something else is asked for'

# Little memory: an answer or none, but no signal.  The module has 40000 layers in DOT.
awk 'BEGIN { print "digraph {"; for (i = 0; i < 40000; i++) printf "a%d -> a%d\n", i, i + 1; print "}" }' >"$work/long.dot"
"$bin/modmorph" prove "$work/long.dot" -o "$work/long.cert" >/dev/null
limits=0 short=0 bad=0 limit=4000
while [ $limit -lt 60000 ]; do
  if (ulimit -v $limit && "$check" --version) >/dev/null 2>&1; then
    (ulimit -v $limit && "$check" "$work/long.dot" "$work/long.cert") >"$work/out" 2>"$work/err"
    code=$? limits=$((limits + 1))
    case $code in 0) ;; 2) short=$((short + 1)); grep -q 'out of memory' "$work/err" || bad=$((bad + 1)) ;; *) bad=$((bad + 1)) ;; esac
  fi
  limit=$((limit + 1000))
done
if [ $limits -gt 0 ]; then
  [ $bad -eq 0 ] && [ $short -gt 3 ] && [ $code -eq 0 ]; ok "with less and less memory there is no answer ($short of $limits)"
else
  number=$((number + 1)); echo "ok $number - with little memory there is no answer # SKIP ulimit -v does not let it start"
fi

# A short text that describes very many layers.
awk 'BEGIN { printf "digraph { s -> {"; for (i = 0; i < 1250; i++) printf "a%d ", i; printf "} -> {"
  for (i = 0; i < 1250; i++) printf "b%d ", i; print "} -> t }" }' >"$work/sets.dot"
says 2 '' "modmorph-check: $work/sets.dot:1: 12811 bytes describe more than 524288 layers" "$work/sets.dot" "$lies/bridge.cert"
ok 'a short text that describes very many layers is refused'

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

# Whatever the call, the status is 0, 1 or 2.
calls=0 wrong=''
hostile () {
  "$check" "$@" >"$work/out" 2>"$work/err" </dev/null
  case $? in 0 | 1 | 2) ;; *) wrong="$wrong [$*]" ;; esac
  calls=$((calls + 1))
}
long=$(awk 'BEGIN { for (i = 0; i < 5000; i++) printf "x" }')
broken=$(printf '\303\050\377\033[31m')
mkdir "$work/folder.dot"
: >"$work/nothing.dot"
printf '\377\376d\000' >"$work/wide.dot"
printf 'digraph { a -> b }' >"$work/$broken.dot"
head -c 3000 "$check" >"$work/program.cert"
for module in '' - -- "$long.dot" "$broken.dot" "$work/$broken.dot" "$work/folder.dot" "$work/nothing.dot" "$work/wide.dot" /dev/null "$lies/trap.dot" \
  "$lies/trap.cert" "$work/none.edges" "$work/none.jsonl"; do
  for cert in '' - -- "$long" "$broken" "$work" /dev/null "$lies/trap.cert" "$lies/name-not-utf8.cert" "$work/program.cert"; do
    hostile "$module" "$cert"
    hostile --json "$module" "$cert"
    hostile -q "$module" -- "$cert" --claim
  done
done
for option in -- -j -qq -qh --jso --cl --claim= --shape= --max-bytes= "--$long" "-$broken" "--claim=$broken" "--shape=$long" --json= -; do
  hostile $option
  hostile "$option" "$lies/trap.dot" "$lies/trap.cert"
  hostile "$lies/trap.dot" "$option" "$lies/trap.cert" "$option"
done
[ $calls -gt 400 ] && [ -z "$wrong" ]; ok "$calls hostile calls end with a status of the manual$wrong"
"$check" --json "$work/$broken.dot" "$lies/trap.cert" >"$work/out" 2>"$work/err"
[ $? -eq 1 ] && ! LC_ALL=C grep -q "$(printf '\377')" "$work/out" && grep -q 'ufffd' "$work/out"; ok 'names that are no UTF-8 are JSON all the same'

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
