# tests/golden_hosts.sh: programs that use the library keep what is theirs.
. "${srcdir:-.}/tests/tap.sh"
hosts=$top_builddir/tests/hosts

# ---- problems in the same solver

cp "$examples/two_hubs.dot" .
run "$hosts/glpk_host" two_hubs.dot
exits 0 "a host with a problem in GLPK gets a plan"
prints "plan: yes
heard meanwhile: 0
heard of its own: 1
its problem: 3 columns, coefficient 42" "and keeps its problem, its hook and its silence"

# ---- the locale

cp "$examples/bridge.dot" .
if localedef -i de_DE -f UTF-8 "$work/de_DE.UTF-8" >/dev/null 2>&1; then
  LOCPATH=$work
  export LOCPATH
fi
unset LC_ALL
run "$hosts/locale_host" de_DE.UTF-8 bridge.dot comma.svg
if [ "$code" = 77 ]; then
  skip "a host with decimal commas" "there is no such locale, and none can be made"
else
  exits 0 "a host with decimal commas can draw"
  prints "with a comma: some; with a point: 0
afterwards: 1,5" "and prints commas all the while"
  run "$hosts/locale_host" C bridge.dot point.svg
  ok "the picture is the same with decimal points" cmp comma.svg point.svg
fi

finish
