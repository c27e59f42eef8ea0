# tests/limits.sh: large inputs work, or are refused in one line; no stack is deep, nothing is quadratic.
#
# Every program runs with a stack of 256 KB and a bounded CPU time, which only grows with the
# size: a recursion as deep as the input ends in a crash, and a quadratic loop in a signal.
#
#   LIMITS=n   layers of the graphs in plain text (default 100,000; `make check-limits`: 10,000,000)
. "${srcdir:-.}/tests/tap.sh"

n=${LIMITS:-100000}
dot=$((n / 10 < 1000000 ? n / 10 : 1000000)) # layers of DOT files, which cost fifty times as much
if [ "$n" -le 100000 ]; then names=200000; else names=1000000; fi
ulimit -s 256
ulimit -t $((30 + n / 50000))

# shape NAME LAYERS: an .edges file.  All but ladder and bridges are simple.
shape () {
  case $1 in
  path) awk -v n="$2" 'BEGIN { print n + 1, n, 0, n; for (i = 0; i < n; i++) print i, i + 1 }' ;;
  parallel) awk -v n="$2" 'BEGIN { print 2, n, 0, 1; for (i = 0; i < n; i++) print 0, 1 }' ;;
  # paths of two layers, side by side: two hubs
  fan) awk -v n="$2" 'BEGIN {
    k = int (n / 2); print k + 2, 2 * k, 0, k + 1
    for (i = 1; i <= k; i++) print 0, i
    for (i = 1; i <= k; i++) print i, k + 1 }' ;;
  # a tree as deep as there are layers, with one hub
  nest) awk -v n="$2" 'BEGIN {
    k = int (n / 2); print k + 2, 2 * k + 1, 0, k + 1; print 0, 1
    for (i = 2; i <= k + 1; i++) { print 0, i; print i - 1, i } }' ;;
  # series and parallel in turn, from the inside out
  deep) awk -v n="$2" 'BEGIN {
    k = int (n / 4); print 2 * k + 2, 4 * k + 1, 0, 2 * k + 1
    for (i = 0; i < k; i++) {
      print i, i + 1; print 2 * k - i, 2 * k + 1 - i
      print i, 2 * k + 1 - i; print i, 2 * k + 1 - i }
    print k, k + 1 }' ;;
  ladder) awk -v n="$2" 'BEGIN {
    k = int (n / 2); print k + 2, 2 * k + 1, 0, k + 1; print 0, 1
    for (i = 0; i < k; i++) { print i, i + 2; print i + 1, i + 2 } }' ;;
  # Wheatstone bridges in series
  bridges) awk -v n="$2" 'BEGIN {
    k = int (n / 5); print 3 * k + 1, 5 * k, 0, 3 * k
    for (i = 0; i < k; i++) {
      a = 3 * i
      print a, a + 1; print a, a + 2; print a + 1, a + 2; print a + 1, a + 3; print a + 2, a + 3 } }' ;;
  # a path of blobs that all lead to one, and from the last of them to many: a bad order of
  # node reductions would carry the many along the whole path
  broom) awk -v n="$2" 'BEGIN {
    r = int (n / 5); t = 2 * r + 1; print t + 1, 5 * r - 1, 0, t; print 0, 1
    for (i = 1; i < r; i++) { print i, i + 1; print i, t }
    for (j = 1; j <= r; j++) { print r, r + j; print 0, r + j; print r + j, t } }' ;;
  esac
}

turned () { awk 'NR == 1 { n = $1; print; next } { print n - 1 - $2, n - 1 - $1 }'; }

as_dot () { # [ATTRIBUTES]
  awk -v defaults="$1" 'NR == 1 { print "digraph {", defaults; next } { print "v" $1 " -> v" $2 } END { print "}" }'
}

as_jsonl () {
  awk 'NR == 1 { printf "{\"vertices\":%d,\"edges\":[", $1; next }
       { printf "%s[%d,%d]", (NR > 2 ? "," : ""), $1, $2 } END { print "]}" }'
}

verdict_of () { case $1 in ladder | bridges | *broom) echo complex ;; *) echo simple ;; esac; }

# One line, no longer than a screen or so.
refuses () { # text sentence
  [ "$code" = 2 ] && [ "$(wc -l <"$err")" -eq 1 ] && [ "$(wc -c <"$err")" -lt 1000 ] && grep -qF -- "$1" "$err"
  report $? "$2"
}

classifies () { # FILE SHAPE
  run modmorph classify "$1"
  if [ "$(verdict_of "$2")" = simple ]; then exits 0 "$1: $2 is simple"; else exits 1 "$1: $2 is complex"; fi
}

certifies () { # FILE SHAPE
  run modmorph prove "$1" -o large.cert
  exits 0 "$1: $2 gets a certificate"
  run modmorph-check "$1" large.cert
  ok "and it is accepted" grep -q "^accepted: " "$out"
}

# ---- every shape, through every reader and every command for large modules

for name in path parallel fan nest deep ladder bridges broom moorb; do
  case $name in moorb) shape broom "$n" | turned ;; *) shape $name "$n" ;; esac >large.edges
  case $name in moorb) name=turned-broom ;; esac
  classifies large.edges $name
  certifies large.edges $name
  run modmorph reduce large.edges --to-single --equation text -o large.steps
  exits 0 "$name is reduced to one layer, with its equation"
  ok "which is there" [ "$(grep -c '^# .* = ' large.steps)" -ge 1 ]
  run modmorph reduce large.edges --replay large.steps
  ok "and all steps replay" grep -q '1 layer left' "$out"
  run modmorph draw large.edges -o large.svg
  refuses "cannot be read" "a picture of it is refused"
  as_jsonl <large.edges >large.jsonl
  classifies large.jsonl $name
done

for name in path parallel fan nest deep ladder; do
  shape $name $dot | as_dot >large.dot
  classifies large.dot $name
done
shape parallel 100000 | as_dot >large.dot
certifies large.dot parallel
feed large.dot modmorph reduce - --equation none
exits 0 "100,000 parallel layers are read from standard input, too"

run modmorph reduce large.edges --json
exits 0 "all steps fit a JSON object"

# ---- what the layers compute

shape nest 1000 | as_dot 'node [channels=2] edge [kernel=1]' >weighty.dot
run modmorph feasible weighty.dot --shape 2,2,1
exits 0 "a module as deep as a thousand layers is feasible"

# ---- long names

awk -v n=$names 'BEGIN { x = "x"; while (length (x) < n) x = x x; printf "%s", substr (x, 1, n) }' >long
long=$(cat long)
cat >names.dot <<EOF
digraph $long {
  node [channels=2] edge [kernel=1]
  ${long}s -> ${long}a [key=${long}k]; ${long}s -> ${long}b; ${long}a -> ${long}b [label="${long}\""]
  ${long}a -> ${long}t; ${long}b -> ${long}t
}
EOF
run modmorph classify names.dot
exits 1 "names may be as long as they like"
certifies names.dot bridges
run modmorph reduce names.dot --to-single --equation latex
exits 0 "they are written in derivations"
run modmorph reduce names.dot --json
exits 0 "and in JSON"
run modmorph feasible names.dot --shape 2,2,1
exits 0 "and in answers"
run modmorph draw names.dot -o names.svg -o names.png
exits 0 "they are drawn"
prints "names.svg, names.png: 4 steps" "without a word from below"
ok "but not at full length" [ "$(sed -n 's/^<svg width="\([0-9]*\)pt.*/\1/p' names.svg)" -lt 5000 ]

printf '{"name":"%s","vertices":2,"edges":[[0,1]],"%s":1}\n' "$long" "$long" >names.jsonl
run modmorph classify names.jsonl
exits 0 "JSON lines may have long names, too"
ok "which are in the answer" [ "$(wc -c <"$out")" -gt $names ]

while IFS='|' read -r text message sentence; do
  printf '%s\n' "$text" | sed -e "s/LONG/\$/g" | awk -v f=long 'BEGIN { getline long <f } { gsub (/\$/, long); print }' >bad.dot
  run modmorph classify bad.dot
  refuses "$message" "$sentence"
done <<'EOF'
digraph { LONGs -> LONGa -> LONGs }|cycle|a cycle of long names is refused in one line
digraph { LONG -> LONG }|self-loop|and a self-loop
digraph { s -> t; source=LONG }|no such blob|and a long source
digraph { s -> t } LONG|end of the file|and a long word after the graph
EOF

printf 'digraph { s -> t [kernel=%s] }\n' "$long" >bad.dot
run modmorph feasible bad.dot --shape 2,2,1
refuses "kernel=" "and a long number, where numbers count"
printf 'digraph { s -> t [key=%s]; s -> t [key=%s] }\n' "$long" "$long" >keys.dot
run modmorph classify keys.dot
[ "$code" = 0 ] && [ "$(wc -l <"$err")" -eq 1 ] && [ "$(wc -c <"$err")" -lt 1000 ] && grep -q "1 layer with the ends and the key" "$err"
report $? "of two layers with one long key one is left, which is said in one line"

# ---- the depth of DOT

braces () { awk -v n="$1" 'BEGIN { printf "digraph {"; for (i = 1; i < n; i++) printf "{"; printf "s -> t"; for (i = 0; i < n; i++) printf "}" }'; }
braces 200 >deep.dot
run modmorph classify deep.dot
exits 0 "200 braces may be nested"
braces 201 >deep.dot
run modmorph classify deep.dot
refuses "nested more than 200 deep" "201 are refused"
braces 1000000 >deep.dot
run modmorph classify deep.dot
refuses "nested more than 200 deep" "and so is a million"
chain () { awk -v n="$1" 'BEGIN { printf "digraph { 0"; for (i = 1; i <= n; i++) printf " -> %d", i; print "}" }'; }
chain 2000 >deep.dot
run modmorph classify deep.dot
exits 0 "2000 arrows may be in a statement"
chain 2001 >deep.dot
run modmorph classify deep.dot
refuses "more than 2000 arrows" "2001 are refused"
awk 'BEGIN { printf "digraph { "; for (k = 0; k < 20000; k++) printf " a%d", k
             printf "; { "; for (k = 0; k < 20000; k++) printf " b%d", k
             print "} -> { "; for (k = 0; k < 20000; k++) printf " c%d", k; print "}}" }' >deep.dot
run modmorph classify deep.dot
refuses "more than 67108864 layers" "a short file with too many layers is refused"
awk 'BEGIN { for (k = 0; k < 1000000; k++) printf "<"; }' >open
{ printf 'digraph { s -> t [label='; cat open; tr '<' '>' <open; echo ']}'; } >deep.dot
run modmorph classify deep.dot
exits 0 "a million angle brackets may be nested"
{ printf 'digraph { s -> t [label='; cat open; } >deep.dot
run modmorph classify deep.dot
refuses "deep.dot:1:" "but have to end"
awk 'BEGIN { print "digraph { s -> t [key=\"a\""; for (k = 0; k < 200000; k++) print "+ \"a\""; print "]}" }' >deep.dot
run modmorph classify deep.dot
exits 0 "a string may have many pieces"
awk 'BEGIN { print "digraph { s -> t"; for (k = 0; k < 200000; k++) print "[stride=1,x=y]"; print "}" }' >deep.dot
run modmorph classify deep.dot
exits 0 "a layer may have many lists"
awk 'BEGIN { print "digraph {"; for (k = 0; k < 20000; k++) print "subgraph c" k " { node [channels=" k + 1 "] v" k "} -> v" k + 1; print "}" }' >deep.dot
run modmorph classify deep.dot
exits 0 "and a graph many subgraphs"

# ---- the depth of JSON, and numbers

awk 'BEGIN { printf "{\"vertices\":2,\"edges\":[[0,1]],\"x\":"; for (k = 0; k < 1000000; k++) printf "["; print "" }' >deep.jsonl
run modmorph classify deep.jsonl
refuses "deep.jsonl:1:" "a million nested arrays are refused"
echo '{"vertices":4294967290,"edges":[[0,1]]}' >big.jsonl
run modmorph classify big.jsonl
exits 2 "blobs that are only counted are refused"
ok "in a line" [ "$(wc -l <"$err")" -le 2 ]
echo '4294967294 4294967294 0 1' >big.edges
run modmorph classify big.edges
refuses "big.edges" "layers that are only counted are refused"
printf '4294967294 1 0 1\n0 1\n' >big.edges
run modmorph classify big.edges
refuses "big.edges" "and blobs"
printf '2 1 0 1\n0 99999999999999999999999\n' >big.edges
run modmorph classify big.edges
refuses "big.edges:2" "and numbers beyond all bounds"

# ---- derivations and certificates that promise much

printf '2 1 0 1\n0 1\n' >tiny.edges
printf 'modmorph-derivation 1\nblobs 2\nlayers 4294967295\nend 2 1\n' >big.steps
run modmorph reduce tiny.edges --replay big.steps
ok "a derivation of another size is refused" [ "$code" != 0 ]
printf 'modmorph-certificate 1\nclaim simple\nblobs 4294967294\nv 0\n' >big.cert
run modmorph-check tiny.edges big.cert
ok "a certificate that promises four billion blobs is refused" [ "$code" != 0 ]
printf 'modmorph-certificate 1\nclaim simple\nblobs 2\nv 0\nv 1\nlayers 1\ne 1 2\nsteps 4294967294\nend\n' >big.cert
run modmorph-check tiny.edges big.cert
ok "and one that promises as many steps" [ "$code" != 0 ]
{ printf 'modmorph-certificate 1\nclaim simple\nblobs 2\nv 0 "'; cat long; printf '"\nv 1\nlayers 1\ne 1 2\nsteps 0\nend\n'; } >named.cert
run modmorph-check tiny.edges named.cert
ok "a long name in a certificate is no trouble" [ "$(wc -c <"$out")" -lt 1000 ]
{ printf 'modmorph-certificate 1\nclaim '; cat long; echo; } >named.cert
run modmorph-check tiny.edges named.cert
ok "nor is a long claim" [ "$(cat "$out" "$err" | wc -c)" -lt 1000 ]
{ echo 'modmorph-derivation 1'; printf '# '; cat long; echo; printf 'blobs 2\nlayers 1\nend 2 1\n'; } >named.steps
run modmorph reduce tiny.edges --replay named.steps
exits 0 "nor a long comment in a derivation"

finish
