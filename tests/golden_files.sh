# tests/golden_files.sh: nothing that a command reads is lost by what it writes, and no result by another.
. "${srcdir:-.}/tests/tap.sh"

cp "$examples/bridge.dot" "$examples/narrow.dot" "$examples/skeleton.dot" .
cp "$examples/weights/digits_16x16_3x3.npy" parent.npy
modmorph morph bridge.dot -p parent.npy -o child >/dev/null
modmorph reduce bridge.dot -o steps.txt
modmorph draw bridge.dot -o slides/ -q
cp bridge.dot slides/step-1.dot
cp parent.npy alone.npy
mkdir linked
ln child/F1.npy hard.npy
ln -s child/F2.npy soft.npy
ln -s ../alone.npy linked/F1.npy
cp child/module.dot child/F[2-5].npy linked
ln -s bridge.dot link.svg
ln -s nothing.svg dangling.svg
ln -s child other

# Every file and link below a folder, and what is in it.
everything () {
  find . \( -type f -o -type l \) -exec ls -l {} + | sed 's/ \{2,\}/ /g' | cut -d ' ' -f 1,2,5,9-
  find . -type f -exec cksum {} +
}

everything >"$work/kept/before"

refuses () { # text command…
  text=$1
  shift
  run modmorph "$@"
  exits 2 "refused: $*"
  mentions "$text" "which names $text"
  everything | cmp -s - "$work/kept/before"
  report $? "and leaves every file as it was"
}

# ---- one output and what is read

for command in reduce prove explore; do
  refuses "bridge.dot: is the input, and would be overwritten" $command bridge.dot -o bridge.dot
  refuses "./slides/../bridge.dot: is the input" $command bridge.dot -o ./slides/../bridge.dot
done
refuses "skeleton.dot: is the input" plan skeleton.dot --shape 16,16,1 -o skeleton.dot
refuses "link.svg: is the input" explore bridge.dot -o link.svg
refuses "link.svg: is the input" draw bridge.dot -o link.svg
refuses "link.svg: is the input" draw bridge.dot -o one.svg -o link.svg
refuses "link.svg: is the input" draw bridge.dot --step 1 -o link.svg
refuses "link.svg: is the input" draw bridge.dot --certificate -o link.svg
for option in -o --repair; do
  refuses "narrow.dot: is the input" feasible narrow.dot --shape 32,16,1 $option narrow.dot
  refuses "parent.npy: is the input" feasible bridge.dot -p parent.npy $option parent.npy
done
for command in reduce prove; do
  feed bridge.dot modmorph $command - -o bridge.dot
  exits 2 "$command does not overwrite what standard input is read from"
  mentions "bridge.dot: is the input" "which is named"
done

# ---- the folder of weights

for option in "-o new.npy --output-bias" -o; do
  refuses "child/F1.npy: lies among the weights" fold bridge.dot -w child $option child/F1.npy
  refuses "child/new.npy: lies among the weights" fold bridge.dot -w child $option child/new.npy
  refuses "other/F1.npy: lies among the weights" fold bridge.dot -w child $option other/F1.npy
  refuses "child/F1.npy: lies among the weights" fold bridge.dot -w other/ $option child/F1.npy
  refuses "soft.npy: lies among the weights" fold bridge.dot -w child $option soft.npy
  refuses "hard.npy: lies among the weights" fold bridge.dot -w child $option hard.npy
  refuses "alone.npy: lies among the weights" fold bridge.dot -w linked $option alone.npy
done
for option in "-o new.npy --output-bias" -o; do
  refuses "the name should end in .npy" fold bridge.dot -w child $option bridge.dot
  refuses "the name should end in .npy" fold bridge.dot -w child $option child/module.dot
  refuses "f.txt: the name should end in .npy" fold bridge.dot -w child $option f.txt
done

# ---- folders that are replaced

mkdir deep
cp -r child deep/child
everything >"$work/kept/before"
refuses "child: holds child/F1.npy, which is read" morph bridge.dot -p child/F1.npy -o child --force
refuses "child/: holds other/F1.npy, which is read" morph bridge.dot -p other/F1.npy -o child/ --force
refuses "other: holds child/F1.npy, which is read" morph bridge.dot -p child/F1.npy -o other --force
refuses "child: holds soft.npy, which is read" morph bridge.dot -p soft.npy -o child --force
refuses "child: holds child/F2.npy, which is read" morph bridge.dot -p parent.npy --bias child/F2.npy -o child --force
refuses "child: holds child/module.dot, which is read" morph child/module.dot -p parent.npy -o child --force
refuses "linked: holds linked/F1.npy, which is read" morph bridge.dot -p linked/F1.npy -o linked --force
refuses "deep: holds deep/child/F1.npy, which is read" morph bridge.dot -p deep/child/F1.npy -o deep --force
refuses "parent.npy: is the input" morph bridge.dot -p parent.npy -o parent.npy --force
refuses "slides/: holds slides/step-1.dot, which is read" draw slides/step-1.dot -o slides/ --force
refuses "slides/: holds more than pictures of steps (step-1.dot), and is left alone" draw bridge.dot -o slides/ --force
rm slides/step-1.dot
run modmorph draw bridge.dot -o slides/ --force
exits 0 "pictures alone are replaced"
run modmorph morph bridge.dot -p parent.npy -o deep/child --force
exits 0 "and so are weights that are not read"
everything >"$work/kept/before"

# ---- no name at all is not the folder that we are in

refuses "\"\": the folder has no name" morph bridge.dot -p parent.npy -o ""
refuses ": No such file or directory" fold bridge.dot -w "" -o new.npy

# ---- a folder whose path from the root is longer than the system takes

name=$(printf '%0200d' 0)
(
  for i in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20 21 22; do
    mkdir "$name" && cd "$name" || exit
  done
  cp "$examples/bridge.dot" . && ln -s bridge.dot link
  modmorph prove bridge.dot -o link 2>complaint
  test $? -eq 2 && grep -q "link: is the input" complaint && cmp -s bridge.dot "$examples/bridge.dot"
)
report $? "links are followed in folders that are too deep for a path from the root"
rm -r "$name"

# ---- two outputs

refuses "new.npy: two results cannot both go there" fold bridge.dot -w child -o new.npy --output-bias new.npy
refuses "./new.npy: two results cannot both go there" fold bridge.dot -w child -o new.npy --output-bias ./new.npy
refuses "two results cannot both go to standard output" fold bridge.dot -w child -o - --output-bias -
refuses "new: two results cannot both go there" feasible narrow.dot --shape 32,16,1 -o new --repair new
refuses "slides/../new: two results cannot both go there" feasible narrow.dot --shape 32,16,1 -o new --repair slides/../new
refuses "two results cannot both go to standard output" feasible narrow.dot --shape 32,16,1 -o - --repair -
refuses "x.svg: two results cannot both go there" confluence -o x.svg --draw x.svg
refuses "x.svg: two results cannot both go there" draw bridge.dot -o x.svg -o x.svg
refuses "nothing.svg: two results cannot both go there" draw bridge.dot -o dangling.svg -o nothing.svg
refuses "two results cannot both go to standard output" draw bridge.dot -o - -o -
for command in reduce prove; do
  refuses "--json needs standard output" $command bridge.dot --json -o -
done
refuses "--json needs standard output" explore bridge.dot --json -o -
refuses "--json needs standard output" plan skeleton.dot --shape 16,16,1 --json -o -
refuses "--json needs standard output" feasible narrow.dot --shape 32,16,1 --json --repair -
refuses "--json needs standard output" fold bridge.dot -w child --json -o new.npy --output-bias -
run modmorph feasible narrow.dot --shape 32,16,1 -o /dev/null --repair /dev/null
exits 1 "devices are everybody's"
run modmorph reduce bridge.dot -o child/steps.txt
exits 0 "a folder is no reason where nothing is read from it"

# ---- two inputs, and outputs that would not be written
everything >"$work/kept/before"

refuses "two inputs cannot both come from standard input" reduce - --replay -
refuses "--replay checks a derivation and makes none" reduce bridge.dot --replay steps.txt -o new.txt
refuses "--replay checks a derivation and makes none" reduce bridge.dot --replay steps.txt --to-single
refuses "--size is for --price macs" feasible narrow.dot --shape 32,16,1 --size 8x8
refuses "--size is for --price macs" feasible narrow.dot --shape 32,16,1 --size 8x8 --price params

finish
