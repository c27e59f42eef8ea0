# tests/tap.sh: what the golden scripts share.  Each check is one TAP line.
#
#   run PROGRAM ARGUMENT…          run it; keeps its exit status, stdout and stderr
#   exits 1 "what this shows"      compare them
#   prints "text" "…"              all of stdout (several lines are fine; "" for nothing)
#   complains "text" "…"           all of stderr
#   mentions "text" "…"            stderr is one line that begins with "modmorph" and holds the text
#   ok "…" COMMAND ARGUMENT…       any other condition
#   skip "…" "why"
#   finish                         the plan; the last line of a script

srcdir=${srcdir:-.}
top_srcdir=${top_srcdir:-$srcdir}
top_builddir=${top_builddir:-.}
top_srcdir=$(cd "$top_srcdir" && pwd)
top_builddir=$(cd "$top_builddir" && pwd)
examples=$top_srcdir/examples
PATH=$top_builddir:$PATH
export PATH
LC_ALL=C.UTF-8
export LC_ALL

command -v modmorph >/dev/null || { echo "Bail out! there is no modmorph in $top_builddir"; exit 1; }

work=$(mktemp -d "${TMPDIR:-/tmp}/modmorph.XXXXXX") || exit 99
trap 'chmod -R u+w "$work"; rm -rf "$work"' EXIT
trap 'exit 99' HUP INT TERM
mkdir "$work/kept"
out=$work/kept/out
err=$work/kept/err
mkdir "$work/here"
cd "$work/here" || exit 99

count=0
code=0

run () {
  code=0
  "$@" >"$out" 2>"$err" </dev/null || code=$?
}

# The same with stdin from a file.
feed () {
  input=$1
  shift
  code=0
  "$@" >"$out" 2>"$err" <"$input" || code=$?
}

report () { # status name
  count=$((count + 1))
  if [ "$1" = 0 ]; then echo "ok $count - $2"
  else
    echo "not ok $count - $2"
    sed 's/^/# stdout: /' "$out" | head -n 20
    sed 's/^/# stderr: /' "$err" | head -n 20
    echo "# exit status: $code"
  fi
}

exits () {
  [ "$code" = "$1" ]
  report $? "$2"
}

same_text () { # text file
  if [ -n "$1" ]; then printf '%s\n' "$1"; fi | cmp -s - "$2"
}

prints () {
  same_text "$1" "$out"
  report $? "$2"
}

complains () {
  same_text "$1" "$err"
  report $? "$2"
}

one_line_with () {
  [ "$(wc -l <"$err")" -eq 1 ] && grep -q '^modmorph' "$err" && grep -qF -- "$1" "$err"
}

mentions () {
  one_line_with "$1"
  report $? "$2"
}

ok () {
  sentence=$1
  shift
  "$@"
  report $? "$sentence"
}

skip () {
  count=$((count + 1))
  echo "ok $count - $1 # SKIP $2"
}

finish () {
  echo "1..$count"
}
