# tests/golden_docs.sh: the examples in --help, the manual, the README, theory.md and trust.md
# are run, and print what they say they print; the pictures' commands make pictures.
. "${srcdir:-.}/tests/tap.sh"

# Measured errors and scales differ between machines in their digits, and so may the channel that
# is worst; that they are small is tested elsewhere.
blur () {
  sed -E 's/[0-9.]+e-[0-9]+/#/g; s/scale +[0-9.]+ to [0-9.]+/scale # to #/; s/\(channel [0-9]+\)/(channel #)/g; s/ +/ /g; s/ +$//; s/^ //' "$1"
}

same_output () { # N
  blur "$work/cut/$1.out" >"$work/kept/wanted"
  blur "$out" >"$work/kept/got"
  if [ -e "$work/cut/$1.part" ]; then
    head -n "$(wc -l <"$work/kept/wanted")" "$work/kept/got" >"$work/kept/head"
    mv "$work/kept/head" "$work/kept/got"
  fi
  cmp -s "$work/kept/wanted" "$work/kept/got"
}

# How many lines of a console block are commands, and how many the sessions have run.
commands_in () {
  awk '/^```/ { inside = $0 == "```console" } inside && /^\$ / { n++ } END { print n + 0 }' "$1"
}

sessions () { # title file [every: all commands, not modmorph's only]
  rm -rf "$work/cut" "$work/session"
  mkdir "$work/cut" "$work/session"
  cd "$work/session" || exit 99
  for folder in cli examples graph prove tests; do
    ln -s "$top_srcdir/$folder" $folder
  done
  ln -s "$top_builddir" build
  awk -v dir="$work/cut" -v every="${3:+1}" -f "$top_srcdir/tests/session.awk" "$2"
  n=1
  while [ -e "$work/cut/$n.cmd" ]; do
    command=$(cat "$work/cut/$n.cmd")
    n=$((n + 1))
    if [ "${command%% *}" = python3 ] && ! command -v python3 >/dev/null; then
      skip "$1: $command" "there is no Python"
      continue
    fi
    run sh -c "$command 2>&1"
    ok "$1: $command" same_output $((n - 1))
  done
  ok "$1 has examples" [ $n -gt 1 ]
  if [ "${3:-}" ]; then
    ok "all commands of $1 were run" [ "$(commands_in "$2")" -eq $((n - 1)) ]
  fi
}

# In the session that a document leaves: "Made by `modmorph … -o NAME`" below pictures/NAME.
captions () { # title file
  grep -o 'Made by `modmorph [^`]*`' "$2" | sed 's/^Made by `//; s/`$//' >"$work/kept/captions"
  while read -r command; do
    run sh -c "$command 2>&1"
    ok "$1: $command" [ "$code" = 0 -a -s "${command##* }" ]
    ok "is below its picture" grep -q "](pictures/${command##* })" "$2"
  done <"$work/kept/captions"
  ok "every picture of $1 has its command" \
    [ "$(grep -c '^!\[' "$2")" -eq "$(wc -l <"$work/kept/captions")" ]
}

for command in classify reduce prove draw morph fold verify feasible plan confluence explore; do
  modmorph $command --help
done >"$work/kept/help"
sessions help "$work/kept/help"
sessions README "$top_srcdir/README.md" every
sed 's/\\-/-/g; s/\\(aq/'"'"'/g; s/\\&//g' "$top_srcdir/docs/modmorph.1" >"$work/kept/manual"
ok "quotes in the manuals do not hold one another" \
  [ "$(cat "$top_srcdir"/docs/*.1 | grep -c '^\.\([BDPQS][qo]\|Ql\) .* [BDPQS]q ')" -eq 0 ]
sessions manual "$work/kept/manual"
sessions theory "$top_srcdir/docs/theory.md" every
captions theory "$top_srcdir/docs/theory.md"
sessions trust "$top_srcdir/docs/trust.md" every

finish
