# tests/golden_quiet.sh: what libraries would say is not heard, and closed streams are no place for results.
. "${srcdir:-.}/tests/tap.sh"
cp "$examples/bridge.dot" .

# ---- fonts that are out of order

with_fonts () { # name configuration
  echo "$2" >"$1.conf"
  run env FONTCONFIG_FILE="$PWD/$1.conf" modmorph draw bridge.dot -o $1.svg
}
fonts=$(fc-match -f '%{file}' 2>/dev/null)
fonts=${fonts%/*}
if [ -n "$fonts" ]; then
  with_fonts cache "<fontconfig><dir>$fonts</dir><cachedir>/proc/nothing</cachedir></fontconfig>"
  exits 0 "fonts that cannot be cached are used"
  complains "" "without a word"
  with_fonts wrong "<fontconfig><dir>$fonts</dir><cachedir>$work</cachedir><what/></fontconfig>"
  exits 0 "so are fonts whose configuration is not understood"
  complains "" "without a word"
  run env FONTCONFIG_FILE="$PWD/cache.conf" modmorph explore bridge.dot -o states.svg -q
  complains "" "explore draws without a word"
  run env FONTCONFIG_FILE="$PWD/cache.conf" modmorph confluence -o answer.txt --draw pairs.svg
  complains "" "and so does confluence"
else
  skip "fonts that are out of order" "there is no fc-match"
fi
with_fonts none "<fontconfig><cachedir>$work</cachedir></fontconfig>"
exits 2 "without fonts nothing is drawn"
mentions "no font was found to draw with" "and one line says so"

# ---- closed streams

modmorph draw bridge.dot -o closed.svg 2>&-
ok "with stderr closed a picture is drawn" [ $? = 0 ]
modmorph draw bridge.dot -o open.svg >/dev/null
ok "and is the same" cmp closed.svg open.svg
run modmorph morph bridge.dot -p "$examples/weights/digits_16x16_3x3.npy" -o open -q
modmorph morph bridge.dot -p "$examples/weights/digits_16x16_3x3.npy" -o closed -q >/dev/null 2>&-
ok "so is a child" diff -r closed open
code=0
modmorph reduce bridge.dot >&- 2>"$err" || code=$?
exits 2 "with stdout closed there is no answer"
mentions "standard output: " "which is said"
code=0
modmorph reduce - <&- 2>"$err" || code=$?
exits 2 "with stdin closed there is no input"
mentions "standard input: " "which is said"

finish
