#!/bin/sh
# tests/valgrind.sh PROGRAM...: run test programs under valgrind and say what it found.
# Run by `make check-valgrind`, which sets the variables.

export top_srcdir top_builddir
MODMORPH_MUTANTS=${MODMORPH_MUTANTS:-300}
export MODMORPH_MUTANTS
out=valgrind-out
mkdir -p $out
failed=0
for program in "$@"; do
  name=$(basename "$program")
  rm -f $out/"$name".*
  $LIBTOOL --silent --mode=execute "$VALGRIND" --quiet --trace-children=yes --leak-check=full \
    --errors-for-leak-kinds=definite,indirect --show-leak-kinds=definite,indirect \
    --suppressions="$top_srcdir/tests/valgrind.supp" --error-exitcode=9 \
    --log-file="$out/$name.%p.log" "$program" >"$out/$name.out" 2>&1
  status=$?
  # Quiet valgrind writes only what is wrong.
  if grep -q '^==' "$out/$name".*.log; then
    echo "FAIL: $name: valgrind has complaints in $out/$name.*.log"
    failed=1
  elif [ $status -ne 0 ]; then
    echo "FAIL: $name: exit status $status, see $out/$name.out"
    failed=1
  else
    echo "PASS: $name"
  fi
done
exit $failed
