# tests/golden_names.sh: whatever names and file names hold, what is printed is clean.
#
# Nasty names are put together at random (from a seed) out of pieces that make trouble, and given to
# blobs, layers, modules, files and options of both programs.  No byte of a control character but the
# line feed, nothing that is no UTF-8, no mark of direction and no invisible character may come out.
. "${srcdir:-.}/tests/tap.sh"

seed=1

# Patterns of bytes, for grep in the C locale.
controls=$(printf '[\001-\011\013-\037\177]\n\302[\200-\237]')
hidden=$(printf '\302\255\n\330\234\n\342\200[\213\216\217\250-\256]\n\342\201[\240-\257]\n\357\273\277\n\357\277\276')

is_clean () {
  ! LC_ALL=C grep -aq "$controls" "$1" && ! LC_ALL=C grep -aq "$hidden" "$1" && ! grep -aqxv '.*' "$1"
}

runs=0
dirty=0
crashed=0
try () {
  run "$@"
  runs=$((runs + 1))
  if ! is_clean "$out" || ! is_clean "$err"; then
    dirty=$((dirty + 1))
    echo "# not clean: $*" | od -c | head -n 20 | sed 's/^/# /'
    od -c "$out" | head -n 40 | sed 's/^/# stdout: /'
    od -c "$err" | head -n 20 | sed 's/^/# stderr: /'
  fi
  [ "$code" -le 2 ] || { crashed=$((crashed + 1)); echo "# exit status $code: $1 $2"; }
}

# ---- the scan itself

printf 'a\303\251b \342\200\246 \360\237\230\200\n' >clean
ok "the scan takes letters, dots and emoji" is_clean clean
for bytes in '\033' '\177' '\302\233' '\342\200\256' '\342\201\246' '\330\234' '\342\200\213' '\342\200\250' '\357\273\277' '\200' \
             '\303' '\355\240\200' '\300\257' '\360\237'; do
  printf "a${bytes}b\n" >dirty
  ok "and finds $bytes" sh -c '! (LC_ALL=C grep -aq "$1" dirty || LC_ALL=C grep -aq "$2" dirty || grep -aqxv ".*" dirty) && exit 1; exit 0' \
    sh "$controls" "$hidden"
done

# ---- names

# Lines of octal escapes for printf; the second argument says whether they must be UTF-8.
nasty () { # count all
  awk -v count="$1" -v all="$2" -v seed="$seed" 'BEGIN {
    srand (seed)
    n = split ("a F1 _2 \\040 , ; + * ( ) -> x1B u{ % # \\033[31m \\033]0;x\\007 \\007 \\010 \\015 \\012 \\011 \\177 \\302\\233[31m \\302\\200 " \
               "\\302\\205 \\302\\240 \\302\\255 \\330\\234 \\342\\200\\213 \\342\\200\\216 \\342\\200\\217 \\342\\200\\250 \\342\\200\\251 " \
               "\\342\\200\\252 \\342\\200\\256 \\342\\201\\246 \\342\\201\\251 \\342\\200\\215 \\342\\200\\214 \\357\\273\\277 \\357\\270\\217 " \
               "\\360\\237\\230\\200 \\303\\251 \\314\\201 \\343\\205\\244 \\363\\240\\200\\201 \\357\\277\\276", piece, " ")
    m = n
    if (all)
      m += split ("\\200 \\377 \\303 \\342\\200 \\355\\240\\200 \\300\\257 \\365\\200\\200\\200", broken, " ")
    for (k = 1; k <= count; k++) {
      name = ""
      for (i = int (rand () * 5); i >= 0; i--) {
        j = 1 + int (rand () * m)
        name = name (j > n ? broken[j - n] : piece[j])
      }
      print name
    }
  }'
}

# A module whose blobs, layers and name are called so; '%' means nothing to DOT, but something to printf.
module () { # name file
  name=$(printf '%s' "$1" | sed 's/%/%%/g')
  {
    printf 'digraph "'; printf -- "$name"; printf '" {\n node [channels=2] edge [kernel=1]\n'
    for ends in 's a' 's b' 'a b' 'a t' 'b t'; do
      for end in $ends; do
        [ "$end" = "${ends% *}" ] || printf ' -> '
        printf '"'; printf -- "$name"; printf '%s"' "$end"
      done
      printf ' [label="'; printf -- "$name"; printf '"];\n'
    done
    printf '}\n'
  } >"$2"
}

nasty 16 >names
while IFS= read -r name; do
  module "$name" m.dot
  try modmorph classify m.dot
  try modmorph classify --json m.dot
  for equation in text unicode latex; do
    try modmorph reduce --to-single --equation "$equation" m.dot
  done
  try modmorph reduce m.dot --json
  try modmorph prove m.dot -o m.cert
  try modmorph-check m.dot m.cert
  sed 's/^v 1 .*/v 1 "other"/' m.cert >wrong.cert
  try modmorph-check m.dot wrong.cert
  try modmorph-check --json m.dot wrong.cert
  try modmorph feasible m.dot --shape 2,2,1
  try modmorph feasible m.dot --shape 3,3,3
  try modmorph feasible m.dot --shape 2,2,1 --json
  try modmorph fold m.dot -w nowhere -o w.npy
done <names
ok "$runs calls on modules of nasty names print clean text (seed $seed)" [ "$dirty" -eq 0 ]
ok "and end as they should" [ "$crashed" -eq 0 ]

runs=0
head -n 4 names >few
while IFS= read -r name; do
  module "$name" m.dot
  try modmorph plan m.dot --shape 2,2,1
  try modmorph plan m.dot --shape 2,2,1 --json
  try modmorph explore m.dot -o states.dot
  ok "states of nasty names are clean DOT" is_clean states.dot
  try modmorph draw m.dot -o m.svg
  ok "pictures of nasty names are clean SVG" is_clean m.svg
done <few
ok "$runs more calls print clean text" [ "$dirty" -eq 0 ]

# ---- graphs that are refused

runs=0
nasty 16 >names
while IFS= read -r name; do
  name=$(printf '%s' "$name" | sed 's/%/%%/g')
  { printf 'digraph { graph [source="'; printf -- "$name"; printf 'x"]; "'; printf -- "$name"; printf '1" -> t; "'; printf -- "$name"
    printf '2" -> t; "'; printf -- "$name"; printf '"; c -> d -> c }\n'; } >m.dot
  try modmorph classify m.dot
  try modmorph classify --json m.dot
  try modmorph-check m.dot m.cert
  { printf 'digraph { "'; printf -- "$name"; printf '" -> "'; printf -- "$name"; printf '" [label="'; printf -- "$name"; printf '"] }\n'; } >m.dot
  try modmorph classify m.dot
  { printf 'digraph { s -> t [kernel="'; printf -- "$name"; printf '", channels="'; printf -- "$name"; printf '"] }\n'; } >m.dot
  try modmorph feasible m.dot --shape 2,2,1
  { printf 'digraph { s -> '; printf -- "$name"; printf ' ] }\n'; } >m.dot
  try modmorph classify m.dot
  { printf '{"vertices":2,"edges":[[0,1]],"name":"'; printf -- "$name" | tr -d '\001-\037"\\'; printf '"}\n{"'; printf -- "$name"; printf '\n'; } >m.jsonl
  try modmorph classify m.jsonl
  try modmorph classify m.jsonl --json
done <names
ok "$runs calls that are refused for nasty names print clean text (seed $seed)" [ "$dirty" -eq 0 ]

# ---- files and options

runs=0
nasty 12 1 >names
while IFS= read -r name; do
  name=$(printf "$(printf '%s' "$name" | sed 's/%/%%/g')x" | tr -d '/\012') || continue
  for file in "$name.dot" "$name.jsonl" "$name.edges"; do
    try modmorph classify "./$file"
  done
  cp "$examples/bridge.dot" "./$name.dot" 2>/dev/null || continue
  try modmorph classify "./$name.dot"
  try modmorph classify --json "./$name.dot"
  try modmorph "$name"
  try modmorph classify "--$name"
  try modmorph reduce "./$name.dot" "--$name"
  try modmorph reduce "./$name.dot" --equation "$name"
  try modmorph reduce "./$name.dot" --replay "./$name.dot"
  try modmorph reduce "./$name.dot" -o "./$name.dot"
  try modmorph prove "./$name.dot" -o "./$name.cert"
  try modmorph-check "./$name.dot" "./$name.cert"
  try modmorph-check "./$name.dot" "./$name.dot"
  try modmorph-check "./$name.none" "./$name"
  try modmorph-check "--$name"
  try modmorph-check --json "./$name.dot" "./$name.cert"
  try modmorph feasible "./$name.dot" --shape "$name"
  try modmorph morph "./$name.dot" -p "./$name.npy" -o "./$name"
  try modmorph fold "./$name.dot" -w "./$name" -o "./$name"
  try modmorph draw "./$name.dot" -o "./$name"
  try modmorph verify "./$name.dot" -w "./$name" -p "./$name.npy"
  try modmorph classify "./$name.dot#$name"
  rm -f "./$name.dot" "./$name.cert"
done <names
ok "$runs calls with nasty file names and options print clean text (seed $seed)" [ "$dirty" -eq 0 ]
ok "and end as they should" [ "$crashed" -eq 0 ]

# ---- what exactly is shown

printf 'digraph { s -> "s\302\233[31m\342\200\256" -> t }' >c1.dot
run modmorph reduce c1.dot
ok "what cannot be seen is escaped in steps" grep -qF 'TYPE-I at blob "s\u{009B}[31m\u{202E}": F1, then F2' "$out"
run modmorph feasible c1.dot --shape 2,2,1
mentions 'blob "s\u{009B}[31m\u{202E}" has no channels' "and in messages"
printf 'digraph { "s\302\233[31m\342\200\256" -> t; u -> t }' >two.dot
run modmorph classify --json two.dot
ok "controls and marks of direction are \\uXXXX in JSON" grep -qF '"sources":["s\u009b[31m\u202e","u"]' "$out"
ok "and \\u{XXXX} in sentences" grep -qF '"s\u{009B}[31m\u{202E}", u;' "$err"
cp "$examples/bridge.dot" "a b.dot"
run modmorph classify "a b.dot"
prints '"a b.dot": complex (core 4 blobs, 5 layers; reduction complexity 1)' "a file name with a space is quoted in answers"
run modmorph classify "no file.dot"
mentions '"no file.dot": No such file' "and in messages"
run modmorph-check "no file.dot" x
mentions '"no file.dot": No such file' "of the judge too"

finish
