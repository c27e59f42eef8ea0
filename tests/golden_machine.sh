# tests/golden_machine.sh: neither the number of processors nor a lack of memory changes an answer.
. "${srcdir:-.}/tests/tap.sh"
unset OPENBLAS_NUM_THREADS GOTO_NUM_THREADS OMP_NUM_THREADS

parent=$examples/weights/digits_16x16_3x3.npy
cp "$examples/bridge.dot" "$examples/skeleton.dot" .

# ---- processors

# With 320 channels OpenBLAS would share out the work, and round in another order.
cat >wide.dot <<'X'
digraph wide {
  s [channels=16]  a [channels=320]  b [channels=320]  t [channels=16]
  edge [kernel=3]
  s -> a [label=F1]  a -> b [label=F2]  b -> t [label=F3]  s -> b [label=F4]
}
X
if command -v taskset >/dev/null && [ "$(nproc)" -gt 1 ]; then
  # The affinity of this process may not hold processors 0 and 1.
  first=$(taskset -cp $$ | sed 's/.*: *\([0-9]*\).*/\1/')
  run taskset -c "$first" modmorph morph wide.dot -p "$parent" --seed 5 -o one
  exits 0 "a child made with one processor"
  run modmorph morph wide.dot -p "$parent" --seed 5 -o all
  exits 0 "and with all of them"
  ok "is the same, byte by byte" diff -r one all
else
  skip "a child is the same with one processor and with all" "there is only one, or no taskset"
fi
run env OPENBLAS_NUM_THREADS=2 modmorph morph bridge.dot -p "$parent" -o two
exits 0 "the user may ask for threads"
run modmorph morph bridge.dot -p "$parent" -o unasked
for number in 0 -3 many '' 1; do
  rm -rf other
  run env OPENBLAS_NUM_THREADS="$number" modmorph morph bridge.dot -p "$parent" -o other
  ok "OPENBLAS_NUM_THREADS='$number' is one thread" diff -r unasked other
done

# ---- memory

# Within so many kilobytes of address space a call answers, or says in one line why not.
limited () { # kilobytes command…
  kilobytes=$1
  shift
  code=0
  (ulimit -v "$kilobytes" && exec modmorph "$@") >"$out" 2>"$err" </dev/null || code=$?
}
ends_well () {
  case $code in
  0) [ ! -s "$err" ] ;;
  2) [ "$(wc -l <"$err")" -eq 1 ] && grep -q '^modmorph: ' "$err" ;;
  *) false ;;
  esac
}

# Nothing of this can be said where shadow memory takes terabytes.
if (ulimit -v 1000000 && exec modmorph --version) >/dev/null 2>&1; then
  for threads in '' 2; do
    [ -z "$threads" ] || { OPENBLAS_NUM_THREADS=$threads; export OPENBLAS_NUM_THREADS; }
    answered=0 refused=0 bad=
    kilobytes=10000
    while [ $kilobytes -le 600000 ]; do
      for call in "morph bridge.dot -p $parent -o limited --force" "feasible bridge.dot -p $parent" \
                  "plan skeleton.dot --shape 16,16,1" "draw bridge.dot -o limited.svg -q"; do
        limited $kilobytes $call
        if ! ends_well; then bad="$bad $kilobytes:${call%% *}:$code"
        elif [ "$code" = 0 ]; then answered=$((answered + 1))
        else refused=$((refused + 1)); fi
      done
      kilobytes=$((kilobytes + kilobytes / 12))
    done
    ok "within any memory a call ends with an answer, or with one line (threads: ${threads:-unset}; not:${bad:- none})" [ -z "$bad" ]
    ok "some do answer, and some do not" [ $answered -gt 0 -a $refused -gt 0 ]
  done
  unset OPENBLAS_NUM_THREADS

  # libcgraph would end in a crash: many layers by arrows between sets, and many subgraphs
  awk 'BEGIN { printf "digraph { s"; for (i = 0; i < 200; i++) { printf " -> {"; for (j = 0; j < 20; j++) printf " n%d_%d", i, j; printf " }" }
               print " -> t }" }' >sets.dot
  awk 'BEGIN { print "digraph { a -> b"; for (i = 0; i < 10000; i++) print "subgraph s" i " { a b }"; print "}" }' >subgraphs.dot
  answered=0 refused=0 bad=
  kilobytes=5000
  while [ $kilobytes -le 150000 ]; do
    for file in sets.dot subgraphs.dot; do
      limited $kilobytes reduce "$file" -o limited.txt
      if [ "$code" = 2 ] && grep -q 'memory' "$err"; then refused=$((refused + 1))
      elif [ "$code" -lt 2 ]; then answered=$((answered + 1))
      elif [ "$code" != 127 ]; then bad="$bad $kilobytes:$file:$code"; fi # 127: not even the program fits
    done
    kilobytes=$((kilobytes + kilobytes / 12))
  done
  ok "memory that is too short for a DOT file is told (not:${bad:- none})" [ -z "$bad" ]
  ok "some are read, and some are not" [ $answered -gt 0 -a $refused -gt 0 ]
else
  skip "memory may be short" "this build needs more than can be limited"
fi

finish
