# tests/golden_options.sh: commands, options, help.
. "${srcdir:-.}/tests/tap.sh"

commands='classify reduce prove draw morph fold verify feasible plan explore'

run modmorph --version
exits 0 "--version is an answer"
prints "modmorph 0.1.0" "and says which"

run modmorph
exits 2 "without a command there is no answer"
mentions "modmorph --help" "but a way on"

run modmorph --help
exits 0 "--help is an answer"
for command in $commands; do
  ok "--help lists $command" grep -q "^  $command " "$out"
done

for command in $commands; do
  run modmorph $command --help
  exits 0 "$command has a page"
  ok "it shows how $command is called" grep -q "^Usage: modmorph $command" "$out"
  ok "it has an example of $command" grep -q "^  \\$ modmorph $command" "$out"
  ok "it explains the exit status of $command" grep -q "^Exit status:" "$out"
  ok "it fits a terminal" [ "$(awk '{ if (length > 110) print }' "$out" | wc -l)" -eq 0 ]
  cp "$out" "$work/kept/page"
  run modmorph help $command
  ok "help $command is the same page" cmp -s "$out" "$work/kept/page"
  run modmorph $command --version
  prints "modmorph 0.1.0" "$command --version is the version"
  run modmorph $command
  exits 2 "$command needs a file"
  mentions "$command needs" "and says so"
  run modmorph $command --wrong x.dot
  exits 2 "$command refuses what it does not know"
  mentions "--wrong" "and names it"
done

run modmorph clasify x.dot
exits 2 "an unknown command is an error"
complains "modmorph: there is no command 'clasify'; did you mean 'classify'?" "with the nearest one"
run modmorph transmogrify
complains "modmorph: there is no command 'transmogrify'; see: modmorph --help" "if one is near"
run modmorph help clasify
exits 2 "help knows commands only"

run modmorph reduce --too-core x.dot
complains "modmorph: reduce does not know --too-core; did you mean --to-core?" "the nearest option is named"
run modmorph classify -x x.dot
complains "modmorph: classify does not know -x; see: modmorph classify --help" "letters are not guessed"
run modmorph prove x.dot -o
mentions "-o needs a value" "a missing value is an error"
run modmorph prove one.dot two.dot
exits 2 "prove takes one file"
mentions "prove takes one FILE, not 2" "and says so"
run modmorph draw x.dot -o x.svg --step minus
complains "modmorph: --step wants a whole number, 0 or more, not 'minus'" "numbers are checked"
run modmorph draw x.dot -o x.svg --step -1
complains "modmorph: --step wants a whole number, 0 or more, not '-1'" "none is negative"
for number in 18446744073709551615 18446744073709551616; do
  run modmorph draw x.dot -o x.svg --step $number
  complains "modmorph: --step: $number is too large" "and they have to fit"
done
run modmorph classify --complexity=3 x.dot
exits 2 "a switch takes no value"
complains "modmorph: --complexity takes no value" "and says so"
for command in $commands; do
  run modmorph $command --version=3 x.dot
  complains "modmorph: --version takes no value" "in $command as in all commands"
done
run modmorph classify --comp=3 x.dot
complains "modmorph: --complexity takes no value" "when it is cut short, too"
run modmorph reduce x.dot --to-core --to-single
mentions "cannot both hold" "options that exclude each other are refused"
run modmorph reduce x.dot --equation roman
mentions "not 'roman'" "values are checked"
run modmorph prove x.dot -o one.cert --output two.cert
exits 2 "an option that takes one value takes no second"
complains "modmorph: --output can be given only once" "and says so"
run modmorph draw x.dot -o x.svg --step 1 --step=1
mentions "--step can be given only once" "numbers, too, even when they are equal"
run modmorph prove -qq --json --json "$examples/bridge.dot" -o bridge.cert
exits 0 "switches may be repeated"
run modmorph draw "$examples/bridge.dot" -o x.svg -o y.svg
exits 0 "and options that take several values"
run modmorph prove x.dot --json
mentions "--json needs standard output" "two results cannot both go to standard output"

# ---- standard output that cannot be written to

talkers="modmorph --help
modmorph classify $examples/bridge.dot
modmorph reduce $examples/bridge.dot
modmorph prove $examples/bridge.dot
modmorph draw $examples/bridge.dot -o -
modmorph feasible $examples/narrow.dot --shape 32,16,1
modmorph plan $examples/skeleton.dot --shape 16,16,1 -o -
modmorph explore $examples/bridge.dot
modmorph explore $examples/bridge.dot -o -
modmorph confluence --json
modmorph-check $top_srcdir/tests/refuse/bridge.dot $top_srcdir/tests/refuse/bridge.cert
modmorph-check --help"

# The exit status of a command line whose reader has gone.
left_alone () {
  mkfifo gone
  sh -c 'exec 3<gone; exec 3<&-' &
  exec 5>gone
  wait $!
  run sh -c "$* >&5"
  exec 5>&-
  rm gone
}

IFS='
'
for line in $talkers; do
  unset IFS
  short=$(echo "$line" | sed "s|[^ ]*/||g")
  program=${line%% *}
  if env --default-signal=PIPE true 2>/dev/null; then
    left_alone exec env --default-signal=PIPE $line
    exits 141 "a reader that leaves ends $short"
    complains "" "in silence"
  fi
  left_alone "trap '' PIPE; exec $line"
  exits 2 "unless SIGPIPE is ignored"
  complains "$program: standard output: Broken pipe" "and then it says so"
  if [ -w /dev/full ]; then
    run sh -c "exec $line >/dev/full"
    exits 2 "a full disk is an error of $short"
    complains "$program: standard output: No space left on device" "with its reason"
  fi
done

finish
