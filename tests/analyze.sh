# tests/analyze.sh: clang-tidy, cppcheck and gcc -fanalyzer over all our sources.
#
#   sh tests/analyze.sh [SOURCE…]   from a build folder, with top_srcdir, and the flags in ANALYZE_FLAGS
#
# Prints the findings that tests/analyze.supp does not explain.  @return 0 when there are none, 1 when
# there are, 2 when a tool is missing.  What clang-tidy looks for is in .clang-tidy.
top_srcdir=${top_srcdir:-.}
cd "$top_srcdir" || exit 2
build=$OLDPWD
found=$build/analyze.log

for tool in clang-tidy cppcheck gcc; do
  command -v $tool >/dev/null || { echo "$tool was not found. On Debian: apt-get install $tool"; exit 2; }
done

if [ $# -eq 0 ]; then set -- graph/*.c rewrite/*.c prove/*.c numeric/*.c render/*.c cli/*.c examples/*.c; fi
flags="-I. -I$build -D_GNU_SOURCE -DHAVE_CONFIG_H $ANALYZE_FLAGS"

# One file at a time: clang 14 takes what it learnt of va_list from one file to the next.
tidy () { for file; do clang-tidy --quiet "$file" -- $flags 2>/dev/null; done; }

# The bounds of arrays in structs are checked by the sanitizers.  Unknown: suppressions that one file does not need.
check () {
  cppcheck --quiet --std=c11 --inline-suppr --enable=warning,performance,portability \
    --suppress=missingIncludeSystem --template='{file}:{line}:{column}: warning: {message} [{id}]' -I. "$@" 2>&1
}

# Slow and thorough; only what it is sure of.
gcc_analyzer () { for file; do gcc -std=gnu17 -O1 -fanalyzer -c -o "$build/analyze.o" $flags "$file" 2>&1; done; rm -f "$build/analyze.o"; }

{ tidy "$@"; check "$@"; gcc_analyzer "$@"; } | grep -E '(warning|error):' | sed "s|$PWD/||; s|^\./||" | sort -u >"$found"

# FILE CHECK of each line of the list, against FILE:LINE:COLUMN: … [CHECK…].
awk 'NR == FNR { if (NF && $1 !~ /^#/) known[$1 " " $2] = 1; next }
     { file = $1; sub (/:.*/, "", file); check = $0; sub (/.*\[/, "", check); sub (/[],].*/, "", check)
       if (!((file " " check) in known)) { print; count++ } }
     END { exit count > 0 }' tests/analyze.supp "$found"
