# tests/mutate_judge.sh: each check of the judge is weakened in turn; do the tests notice?
#
# Run by `make mutate-judge`, with top_srcdir, top_builddir, CC, AWK, MUTATE_CFLAGS, MUTATE_LIBS, and perhaps
#   MUTATE_QUICK=1      only whether tests/refuse notices; nothing is compared with the list of the explained
#   MUTATE_JOBS=N       so many at once (default: as many as there are processors)
#
# tests/mutate.awk puts all changes into the judge at once, each behind a number that is picked when a program runs, so that all of them
# cost one compilation.  First tests/mutate_suite.c looks which of them the certificates of tests/refuse notice, then the same with
# the address and undefined-behaviour sanitizers, where the compiler has them; what is left is given to the test programs
# that are about the judge.  A change survives when all of them pass.
# Those that are known to, and why, are in tests/mutate_judge.supp.  A survivor that is not there fails.
set -u
top=$(cd "$top_srcdir" && pwd)
build=$(cd "$top_builddir" && pwd)
work=$build/mutate-judge.d
jobs=${MUTATE_JOBS:-$(getconf _NPROCESSORS_ONLN 2>/dev/null || echo 2)}
supp=$top/tests/mutate_judge.supp
awk=${AWK:-awk}
tab=$(printf '\t')

# The judge, without the writers of certificates, in which nothing is changed.
judged='cert cert_bridge cert_capacity cert_complexity cert_read cert_scan cert_steps cert_witness check check_bridge check_chains
  check_complexity check_demand check_dominators check_feasible check_graph check_infeasible check_steps check_wanted'
writers='cert_sink cert_write'
makers='bridge complexity complexity_frame complexity_graph matching minimal make make_capacity make_graph'
kit='kit cert_kit families oracle_bridge oracle_capacity oracle_complexity'
tests='test_cert test_cert_bytes test_check_wanted test_check test_check_capacity test_check_complexity test_check_chains test_mutants test_prove_memory'

die () { echo "mutate-judge: $*" >&2; exit 2; }

# SOURCE OBJECT FLAG…: in the background, a few at a time.
running=0
compile () {
  source=$1 object=$2
  shift 2
  $CC -I"$build" -I"$top" $MUTATE_CFLAGS -w "$@" -c "$source" -o "$object" &
  running=$((running + 1))
  [ $((running % jobs)) -ne 0 ] || wait
}

change_all () {
  first=1
  : >"$work/list"
  for name in $judged; do
    before=$(grep -c . "$work/list")
    $awk -v first="$first" -v list="$work/list.new" -f "$top/tests/mutate.awk" "$top/prove/$name.c" >"$work/$name.c" \
      || die "cannot change prove/$name.c"
    sed "s|^\([0-9]*\)$tab|\1${tab}prove/$name.c:|" "$work/list.new" >>"$work/list"
    rm "$work/list.new"
    first=$((first + $(grep -c . "$work/list") - before))
  done
  changes=$((first - 1))
}

build_all () {
  san='-fsanitize=address,undefined -fno-sanitize-recover=all'
  echo 'int main (void) { return 0; }' >"$work/try.c"
  $CC $san -o "$work/try" "$work/try.c" 2>/dev/null && "$work/try" || san=''
  for name in $judged; do
    compile "$work/$name.c" "$work/plain/$name.o" -O1
    compile "$work/$name.c" "$work/san/$name.o" -O1 $san
  done
  for name in $writers $makers; do compile "$top/prove/$name.c" "$work/host/$name.o" -O1; done
  for name in $kit $tests failing mutate_suite; do compile "$top/tests/$name.c" "$work/$name.o" -O1; done
  compile "$top/tests/mutate_suite.c" "$work/pick.o" -O1 -DMM_PICK_ONLY
  for source in "$top"/graph/*.c "$top"/rewrite/*.c; do compile "$source" "$work/host/$(basename "$source" .c).o" -O1; done
  wait
  ar cr "$work/host.a" "$work"/host/*.o
  objects=''
  for name in $kit; do objects="$objects $work/$name.o"; done
  for kind in plain san; do
    flags=''
    [ $kind = plain ] || flags=$san
    $CC $flags -o "$work/$kind/suite" "$work/mutate_suite.o" "$work/cert_kit.o" "$work/$kind"/*.o "$work/host.a" $MUTATE_LIBS \
      || die "cannot link the suite"
  done
  for test in $tests; do
    failing=''
    [ $test != test_prove_memory ] || failing="-Wl,--wrap=malloc,--wrap=calloc,--wrap=realloc $work/failing.o"
    $CC $failing -o "$work/$test" "$work/$test.o" "$work/pick.o" $objects "$work"/plain/*.o "$work/host.a" $MUTATE_LIBS || die "cannot link $test"
  done
}

# KIND: of the changes on standard input, those that tests/refuse does not notice.
by_suite () {
  sort -n >"$work/in"
  n=0
  while [ $n -lt "$jobs" ]; do
    $awk -v n=$n -v jobs="$jobs" 'NR % jobs == n' "$work/in" \
      | ASAN_OPTIONS=detect_leaks=0 "$work/$1/suite" "$top/tests/refuse" >"$work/out$n" &
    n=$((n + 1))
  done
  wait
  cat "$work"/out[0-9]* | sort -n
}

# The test programs that are about the file of a change.
tests_of () { # NUMBER
  case $($awk -F '\t' -v n="$1" '$1 == n { print $2; exit }' "$work/list") in
    prove/cert*) echo test_cert test_cert_bytes test_prove_memory ;;
    prove/check_wanted*) echo test_check_wanted ;;
    prove/check_chains*|prove/check_dominators*) echo test_check_complexity test_check_chains ;;
    prove/check_demand*|prove/check_feasible*|prove/check_infeasible*) echo test_check_capacity ;;
    '') echo $tests ;;
    *) echo test_check test_check_capacity test_check_complexity test_prove_memory test_mutants ;;
  esac
}

# Whether they pass; what only measures time is left out, and what takes a minute has no end.
pass () { # NUMBER LOG
  for test in $(tests_of "$1"); do
    MM_PICK=$1 top_srcdir=$top timeout 60 "$work/$test" --jobs 1 --filter '*/!(*linear_time*|*no_time*)' >"$2" 2>&1 \
      || return 1
  done
}

by_tests () {
  sort -n >"$work/in"
  n=0
  while [ $n -lt "$jobs" ]; do
    $awk -v n=$n -v jobs="$jobs" 'NR % jobs == n' "$work/in" | while read -r number; do
      ! pass "$number" "$work/log$n" </dev/null || echo "$number"
    done >"$work/out$n" &
    n=$((n + 1))
  done
  wait
  cat "$work"/out[0-9]* | sort -n
}

count () { grep -c . "$1"; }

rm -rf "$work"
mkdir -p "$work/plain" "$work/san" "$work/host" || die "cannot make $work"
change_all
build_all
for kind in plain san; do
  "$work/$kind/suite" "$top/tests/refuse" </dev/null || die "tests/refuse does not pass as things are"
done
$awk -v n="$changes" 'BEGIN { for (i = 1; i <= n; i++) print i }' | by_suite plain >"$work/left"
by_suite san <"$work/left" >"$work/left.san"
echo "mutate-judge: $changes changes; tests/refuse notices $((changes - $(count "$work/left"))), with sanitizers $((changes - $(count "$work/left.san")))"
named () { # NUMBERS: what they change, as in the list of the explained
  $awk -F '\t' 'NR == FNR { wanted[$1] = 1; next } $1 in wanted { print $2 "\t" $3 }' "$1" "$work/list" | sort -u
}
if [ "${MUTATE_QUICK:-}" ]; then
  named "$work/left.san"
  exit 0
fi
pass 0 "$work/log0" || die "the tests do not pass as things are: $work/log0"
by_tests <"$work/left.san" >"$work/survivors"
named "$work/survivors" >"$work/surviving"
grep -v '^#' "$supp" | grep . | cut -f 1,2 | sort -u >"$work/known"
comm -23 "$work/surviving" "$work/known" >"$work/new"
comm -13 "$work/surviving" "$work/known" >"$work/stale"
sed 's/^/mutate-judge: nobody notices /' "$work/new"
sed 's/^/mutate-judge: listed, but noticed or gone, so it can be taken out: /' "$work/stale"
echo "mutate-judge: all tests notice $((changes - $(count "$work/survivors"))); $(count "$work/survivors") survive," \
  "$(count "$work/new") of them without an explanation"
[ ! -s "$work/new" ]
