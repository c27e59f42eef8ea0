# tests/golden_install.sh: an installation can be moved, never runs the part of another, and always gives help.
. "${srcdir:-.}/tests/tap.sh"

# A make of its own: not a job of the one that runs this.
unset MAKEFLAGS MFLAGS MAKELEVEL GNUMAKEFLAGS
run make -C "$top_builddir" install DESTDIR="$work/stage"
exits 0 "make install, with DESTDIR"
[ "$code" = 0 ] || { finish; exit 0; }
program=$(find "$work/stage" -name modmorph -type f)
part=$(find "$work/stage" -name modmorph-all.so)
bin=${program%/modmorph}
version=$("$program" --version)
version=${version#modmorph }

cp "$examples/skeleton.dot" "$examples/resnet_block.dot" .
plan () { # program
  run "$1" plan skeleton.dot --shape 16,16,1
}

# ---- where it is looked for

plan "$program"
exits 0 "runs from DESTDIR, which is another place than was configured"
cp "$out" "$work/kept/plan"
mkdir "$work/with space"
mv "$work/stage" "$work/with space/ümlaut"
program="$work/with space/ümlaut${program#"$work/stage"}"
part="$work/with space/ümlaut${part#"$work/stage"}"
bin=${program%/modmorph}
plan "$program"
exits 0 "an installation that is moved to a path with spaces runs"
ok "and says the same" cmp "$out" "$work/kept/plan"
mkdir links
ln -s "$program" links/modmorph
plan links/modmorph
exits 0 "a link to the program does"
ln -s "$bin" linked-bin
plan linked-bin/modmorph
exits 0 "so does a link to its folder"
(PATH=$bin:$PATH && export PATH && modmorph plan skeleton.dot --shape 16,16,1 | cmp - "$work/kept/plan")
report $? "and the program on the PATH"
plan "$bin/../bin/./modmorph"
exits 0 "and one that is called by another spelling"

# ---- help without the part

commands="classify reduce prove draw morph fold verify feasible plan confluence explore"
every_help () { # program file
  for command in $commands; do
    "$1" $command --help && "$1" help $command && "$1" $command --version || return 1
  done >"$2" && "$1" --help >>"$2" && "$1" --version >>"$2"
}
ok "every command has help" every_help "$program" "$work/kept/help"
mv "$part" "$work/kept/part"
ok "also without the part" every_help "$program" "$work/kept/help-alone"
ok "and the same" cmp "$work/kept/help" "$work/kept/help-alone"
run "$program" classify resnet_block.dot
prints "resnet_block.dot: simple" "what only looks at graphs runs without the part"
run "$program" draw --nonsense
mentions "draw does not know --nonsense" "options are judged without the part"
plan "$program"
exits 2 "a command of the part is refused without it"
mentions "modmorph-all.so, which has this command, is not there: install modmorph again" "which is said"
ok "with the place where it was looked for" grep -qF "$part" "$err"

# ---- parts that are not ours

cc=$(sed -n "s/^CC = //p" "$top_builddir/Makefile")
make_part () { # C text
  rm -f "$part"
  echo "$1" >part.c
  $cc -shared -fPIC -o "$part" part.c 2>"$work/kept/cc"
}
echo "no library" >"$part"
plan "$program"
exits 2 "a part that is no library is refused"
mentions "modmorph-all.so, which has this command, cannot be loaded: " "with the loader's reason"
head -c 4000 "$work/kept/part" >"$part"
plan "$program"
exits 2 "so is half a part"
mentions "modmorph-all.so is not complete: install modmorph again" "which is said"
rm "$part"
if make_part 'int nothing;'; then
  plan "$program"
  exits 2 "a library that is no part is refused"
  mentions "is no part of modmorph $version" "which is said"
  make_part 'typedef struct { const char *version; int (*run) (int, char **, int); } part;
    static int run (int c, char **v, int t) { (void) c; (void) v; return 0 * t; }
    extern const part modmorph_part;
    const part modmorph_part = { "0.0.9", run };'
  plan "$program"
  exits 2 "a part of another version is not run"
  mentions "modmorph-all.so is of modmorph 0.0.9, and this is modmorph $version: install modmorph again" "and both are named"
  make_part 'extern int not_there (void); int nothing (void); int nothing (void) { return not_there (); }'
  plan "$program"
  exits 2 "a part that lacks something is refused before it runs"
  mentions "undefined symbol: not_there" "with its name"
else
  skip "parts that are not ours" "no library can be made with $cc"
fi
rm -f "$part"
cp "$work/kept/part" "$part"
plan "$program"
exits 0 "the part is put back, and runs"

# ---- two installations

cp "$program" "$work/with space/modmorph"
plan "$work/with space/modmorph"
exits 2 "a program alone does not run the part of an installation elsewhere"
mkdir -p build
cp "$program" build/modmorph
plan build/modmorph
exits 2 "nor does a program in a build folder without its part run an installed one"
mkdir build/.libs
cp "$part" build/.libs
plan build/modmorph
exits 0 "with its part in .libs it does"

# ---- libraries, and what else is installed

ok "the library is there" [ -n "$(find "$work/with space" -name 'libmodmorph.so')" ]
ok "and so are the manuals" [ "$(find "$work/with space" -name 'modmorph*.1' | wc -l)" -eq 2 ]

# Two headers once had a type of the same name each.
include=$(find "$work/with space" -path '*/graph/module.h')
include=${include%/graph/module.h}
find "$include" -name '*.h' | sed "s|^$include/\\(.*\\)|#include \"\\1\"|" | sort >all.c
ok "headers are installed" [ "$(wc -l <all.c)" -gt 30 ]
ok "one program can include all of them" $cc -fsyntax-only -I "$include" all.c

finish
