# tests/golden_docs.sh: the examples in --help, the manual and the README are run, and print
# what they say they print.
. "${srcdir:-.}/tests/tap.sh"

# Measured errors and scales differ between machines in their digits; that they are small
# is tested elsewhere.
blur () {
  sed -E 's/[0-9.]+e-[0-9]+/#/g; s/scale +[0-9.]+ to [0-9.]+/scale # to #/; s/ +/ /g; s/ +$//; s/^ //' "$1"
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

sessions () { # title file
  rm -rf "$work/cut" "$work/session"
  mkdir "$work/cut" "$work/session"
  cd "$work/session" || exit 99
  ln -s "$examples" examples
  awk -v dir="$work/cut" -f "$top_srcdir/tests/session.awk" "$2"
  n=1
  while [ -e "$work/cut/$n.cmd" ]; do
    command=$(cat "$work/cut/$n.cmd")
    run sh -c "$command 2>&1"
    ok "$1: $command" same_output $n
    n=$((n + 1))
  done
  ok "$1 has examples" [ $n -gt 1 ]
}

for command in classify reduce prove draw morph fold verify feasible confluence; do
  modmorph $command --help
done >"$work/kept/help"
sessions help "$work/kept/help"
sessions README "$top_srcdir/README.md"
sed 's/\\-/-/g; s/\\(aq/'"'"'/g; s/\\&//g' "$top_srcdir/docs/modmorph.1" >"$work/kept/manual"
sessions manual "$work/kept/manual"

finish
