# tests/golden_folders.sh: folders of results, the same way in morph and draw: links, --force, other writers, signals.
. "${srcdir:-.}/tests/tap.sh"

cp "$examples/bridge.dot" "$examples/resnet_block.dot" "$examples/nasnet_cell.dot" .
cp "$examples/weights/digits_16x16_3x3.npy" parent.npy
write () { # command folder option…
  command=$1 folder=$2
  shift 2
  case $command in
  morph) run modmorph morph bridge.dot -p parent.npy -o "$folder" "$@" ;;
  draw) run modmorph draw resnet_block.dot -o "$folder" -q "$@" ;;
  esac
}
left_over () {
  find . -name '.modmorph-*'
}
nothing_left () {
  [ -z "$(left_over)" ]
}

for command in morph draw; do
  case $command in
  morph) files='F1.npy, F2.npy, F3.npy, F4.npy, F5.npy and module.dot' what=weights one=module.dot ;;
  draw) files='step-0.svg, step-1.svg and step-2.svg' what='pictures of steps' one=step-0.svg ;;
  esac
  mkdir $command
  cp bridge.dot resnet_block.dot parent.npy $command
  cd $command || exit 99

  # ---- what is there

  write $command out/
  exits 0 "$command makes a folder"
  write $command out/
  exits 2 "and does not replace it"
  mentions "out/: is there already; --force replaces it, and deletes $files" "but says what would be deleted"
  write $command out/ --force
  exits 0 "--force replaces it"
  echo mine >out/notes.txt
  write $command out --force
  exits 2 "not with a file of another kind in it"
  mentions "out: holds more than $what (notes.txt), and is left alone" "which is named"
  ok "and still there" [ "$(cat out/notes.txt)" = mine ]
  rm out/notes.txt
  mkdir empty
  write $command empty/
  exits 0 "an empty folder is no obstacle"
  echo file >file
  write $command file/ --force
  exits 2 "a file is"
  mentions "file/: is a file, not a folder" "which is said"
  ok "and stays" [ "$(cat file)" = file ]
  write $command nowhere/out/
  exits 2 "so is a folder that is to be in none"
  mentions "nowhere/out/: the folder that it is to be in does not exist" "which is said"

  # ---- links

  ln -s out link
  ln -s fresh dangling
  ln -s file to-file
  write $command link/ --force
  exits 0 "$command follows a link to a folder"
  ok "which stays a link" [ "$(readlink link)" = out ]
  ok "to the new folder" [ -s out/$one ]
  write $command dangling/
  exits 0 "and one to nothing"
  ok "which stays a link, too" [ "$(readlink dangling)" = fresh -a -s fresh/$one ]
  write $command to-file/ --force
  exits 2 "but not to a file"
  mentions "to-file/: is a file, not a folder" "which is said"

  # ---- names

  cd out || exit 99
  cp ../bridge.dot ../resnet_block.dot ../parent.npy ..
  case $command in
  morph) run modmorph morph ../bridge.dot -p ../parent.npy -o . --force ;;
  draw) run modmorph draw ../resnet_block.dot -o . --force ;;
  esac
  exits 2 "the folder that one is in is not replaced"
  mentions "is the folder that one is in, and cannot be replaced from there" "which is said"
  cd ..
  write $command out/../out/. --force
  exits 0 "another spelling of its name may be"
  write $command / --force
  exits 2 "the root may not"
  long=$(printf '%0255d' 0)
  write $command $long/
  exits 0 "a name may have 255 bytes"
  write $command $long/ --force
  exits 0 "also when it is replaced"
  if [ "$(id -u)" = 0 ]; then
    skip "a folder that may not be written to is an error" "the superuser may write everywhere"
  else
    mkdir closed
    chmod 555 closed
    write $command closed/out/
    exits 2 "a folder that may not be written to is an error"
    chmod 755 closed
  fi
  umask 027
  write $command masked/
  ok "the umask decides who may read a new folder" [ "$(ls -ld masked | cut -c 1-10)" = drwxr-x--- ]
  umask 022
  chmod 711 masked
  write $command masked/ --force
  ok "a replaced one stays as open as it was" [ "$(ls -ld masked | cut -c 1-10)" = drwx--x--x ]
  ok "nothing temporary is left" nothing_left
  cd ..
done

# ---- arrays of others among the weights

cp parent.npy morph/fresh/parent.npy
run modmorph morph bridge.dot -p parent.npy -o morph/fresh --force
exits 2 "an array that is no layer's is not deleted"
mentions "morph/fresh: holds parent.npy, which belongs to no layer of its module.dot, and is left alone" "and named"
ok "and still there" cmp parent.npy morph/fresh/parent.npy
rm morph/fresh/parent.npy
echo nonsense >morph/fresh/module.dot
run modmorph morph bridge.dot -p parent.npy -o morph/fresh --force
exits 2 "nor is anything when module.dot cannot tell"
mentions "morph/fresh: holds a module.dot that cannot be read" "which is said"

# ---- other writers

for seed in 1 2; do
  modmorph morph bridge.dot -p parent.npy -o seed-$seed --seed $seed >/dev/null
done
bad=0
for round in 1 2 3 4 5 6; do
  for seed in 1 2 1 2; do
    modmorph morph bridge.dot -p parent.npy -o shared --seed $seed --force >>"$work/kept/shared" 2>&1 &
  done
  wait
  diff -r shared seed-1 >/dev/null || diff -r shared seed-2 >/dev/null || bad=$((bad + 1))
done
ok "of several writers one is the last, and its folder is whole" [ $bad = 0 ]
ok "none of them failed" [ "$(grep -c '^modmorph:' "$work/kept/shared")" -eq 0 ]
ok "and none left anything" nothing_left

# ---- signals

begun () { # whether something temporary is there within ten seconds
  tries=0
  while [ -z "$(left_over)" ] && [ $tries -lt 200 ]; do
    sleep 0.05
    tries=$((tries + 1))
  done
  [ -n "$(left_over)" ]
}
for signal in TERM HUP USR1; do
  modmorph draw nasnet_cell.dot -o killed/ -q --format png,pdf,svg >"$out" 2>"$err" &
  pid=$!
  if begun; then
    kill -s $signal $pid
    code=0
    wait $pid 2>/dev/null || code=$?
    ok "SIG$signal ends it" [ $code -gt 128 -a "$(kill -l $code)" = $signal ]
    if [ $signal = USR1 ]; then # which nobody expects
      ok "what a signal leaves that is not for ending programs" [ -n "$(left_over)" ]
      left_over | xargs rm -r
    else
      ok "without a word" [ ! -s "$err" ]
      ok "and leaves nothing temporary" nothing_left
    fi
    ok "nor a folder" [ ! -e killed ]
  else
    wait $pid
    skip "SIG$signal ends it" "it was faster than this script"
  fi
done
if (ulimit -f 8 && head -c 100000 /dev/zero >limited) 2>/dev/null; then
  skip "a limit on the size of files" "there is none here"
else
  rm -f limited
  (ulimit -f 2 && exec modmorph morph bridge.dot -p parent.npy -o limited) >"$out" 2>"$err"
  ok "a file that would be larger than the limit ends it" [ $? -ne 0 ]
  ok "with nothing left" nothing_left
  ok "not even the folder" [ ! -e limited ]
fi

finish
