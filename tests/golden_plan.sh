# tests/golden_plan.sh: repairs by price, repaired modules, and plans for bare modules.
. "${srcdir:-.}/tests/tap.sh"

cp "$examples/narrow.dot" "$examples/two_hubs.dot" "$examples/skeleton.dot" .

# ---- repairs: b has 24 channels before it and 32 behind it, d as well

run modmorph feasible narrow.dot --shape 32,16,1 --price params --repair repaired.dot
exits 1 "a repair changes no answer"
prints "narrow.dot: infeasible (needs rank 16; cut b 10 + d 5 = 15; deficit 1)
repair: b 10 -> 11 (adds 56 parameters)" "one channel costs 24 + 32 parameters"
run modmorph feasible repaired.dot --shape 32,16,1 -o repaired.cert
exits 0 "the repaired module is feasible"
run modmorph-check repaired.dot repaired.cert
prints "accepted: feasible for a generic 32x16 1x1" "which has a certificate"
run modmorph feasible narrow.dot --shape 32,16,1 --price macs --size 4x5 --json
ok "20 pixels, 20 times as much" grep -q '"price":"macs","added":1120,"cheapest":true' "$out"

# Between c (10) and d (4) two units more are needed; d's layers have many parameters.
cat >lopsided.dot <<'END'
digraph lopsided { node [channels=16]; c [channels=10]; d [channels=4]; edge [kernel=1];
  s -> a; s -> b; a -> c [kernel=3]; b -> d [kernel=5]; c -> t; d -> t; }
END
run modmorph feasible lopsided.dot --shape 16,16,3 --price params
exits 1 "rank 16 does not pass 14 channels"
ok "the cheaper of two blobs gets the channels" grep -q '^repair: c 10 -> 12 (adds 320 parameters)$' "$out"
run modmorph feasible lopsided.dot --shape 16,16,3 --repair lop.dot
ok "two channels are enough for several hubs" sh -c 'grep -q "^repair: [cd] [0-9]* -> [0-9]*$" "$1"' sh "$out"
run modmorph feasible lop.dot --shape 16,16,3
prints "lop.dot: feasible (hubs a, b)" "which then carry it"
run modmorph feasible lopsided.dot --shape 16,16,3 --time-limit 0
ok "without time the repair is not proved to be the cheapest" grep -q 'not proved to be the cheapest' "$out"
cat >waist.dot <<'END'
digraph waist { s -> a [kernel=3]; a -> t [kernel=1]; a [channels=8]; }
END
run modmorph feasible waist.dot --shape 16,16,3 --time-limit 0 --json
ok "but one that adds no more than the cut lacks is" grep -q '"added":8,"cheapest":true' "$out"
run modmorph feasible waist.dot --shape 16,16,3 --time-limit 0 --price params
ok "which says nothing of its parameters" grep -q 'adds 1280 parameters; not proved to be the cheapest' "$out"
{ echo '/* narrow, and seen */'; sed '0,/{/s//{ bgcolor=red; label=seen;/' narrow.dot; } >seen.dot
run modmorph feasible seen.dot --shape 32,16,1 --repair plain.dot
ok "attributes come along, comments do not" [ "$(grep -c seen plain.dot) $(grep -c 'bgcolor=red label=seen' plain.dot)" = "1 1" ]
run modmorph feasible --help
ok "which the page says" grep -q 'without the comments' "$out"
run modmorph feasible two_hubs.dot --shape 16,16,3 --repair none.dot
exits 0 "what is feasible needs no repair"
ok "and gets none" [ ! -e none.dot ]
cat >pointwise.dot <<'END'
digraph pointwise { edge [kernel=1]; a [channels=8, activation=relu]; s -> a -> t; }
END
run modmorph feasible pointwise.dot --shape 32,16,3 --repair none.dot
exits 1 "what no channels repair stays infeasible"
ok "all that is wrong is named, and what is assumed" sh -c 'printf "%s\n" "$1" | cmp - "$2"' sh \
"pointwise.dot: infeasible (needs rank 16; cut a 8; deficit 8; condition N1)
no repair by channels: the longest paths reach 1x1, the kernel is 3x3 (condition N2 (kernel))
  assumes   that activation and norm are the identity at a
            (a PReLU of slope 1, a batch norm with gamma = sqrt (var + eps), beta = mean)
            (the activation relu of a never is: morph wants a parametric one)" "$out"
mentions "none.dot is not written: no added channels are known to do" "and nothing is written, which is said"
ok "indeed" [ ! -e none.dot ]
run modmorph feasible pointwise.dot --shape 32,16,3 --json
ok "so it is in JSON" grep -q '"condition":"N1","kernels_too_small":true,.*"assumes_identity":\["a"\]' "$out"
run modmorph feasible pointwise.dot --shape 32,16,1 --repair ends.dot
ok "a repaired module says the channels of its ends" grep -q 't \[channels=32\]' ends.dot
run modmorph feasible narrow.dot --shape 32,16,1 --price gold
mentions "--price is channels, params or macs" "prices are checked"
run modmorph feasible narrow.dot --shape 32,16,1 --price macs
mentions "needs the size of the image" "multiply-accumulates need pixels"
run modmorph feasible narrow.dot --shape 32,16,1 --repair narrow.dot
exits 2 "the module is not overwritten"
mentions "narrow.dot: is the input, and would be overwritten" "whichever option would"

# ---- plans

run modmorph plan skeleton.dot --shape 16,16,3 --channels 8,16,24 --kernels 1,3 -o planned.dot
exits 0 "a bare module is planned"
prints "skeleton.dot: planned (2624 parameters)
  channels  a 8, b 8
  kernels   F1 3x3, F2 3x3, F3 1x1, F4 1x1, F5 1x1" "with all that was chosen"
run modmorph feasible planned.dot --shape 16,16,3
exits 0 "what is planned is feasible"
ok "and its ends" grep -q '^ *t \[channels=16\]' planned.dot
run modmorph plan skeleton.dot --shape 16,16,3 --channels 8,16,24 --budget-params 2624
exits 0 "a budget may be used up"
run modmorph plan skeleton.dot --shape 16,16,3 --channels 8,16,24 --budget-params 2623 -o over.dot
exits 1 "but not exceeded"
ok "the least cost is named" grep -q '^skeleton.dot: over budget (needs 2624 parameters)$' "$out"
ok "and nothing written" [ ! -e over.dot ]
ok "which is said" grep -q '^modmorph: over.dot: is not written: there is no plan within the limits$' "$err"
run modmorph plan skeleton.dot --shape 16,16,3 --channels 8 --budget-macs 26240 --size 2x5 --json
exits 0 "ten pixels, ten times as much"
ok "in JSON too" grep -q '"answer":"planned","params":2624,"macs":26240,"least":true' "$out"
run modmorph plan skeleton.dot --shape 16,16,3 --channels 8 --size 1000001x1
mentions "at most 1000000 pixels a side" "images have a size"
cat >wide.dot <<'END'
digraph wide { edge [kernel=101]; s -> a -> t; }
END
run modmorph plan wide.dot --shape 64,64,101 --channels 64 --size 1000000x1000000 --json
ok "what does not fit 64 bits is not shown as if it did" grep -q '"params":83566592,"macs":null,' "$out"
run modmorph plan wide.dot --shape 64,64,101 --channels 64 --size 1000000x1000000
ok "but as more than fits" grep -q '83566592 parameters, more than 18446744073709551614 multiply-accumulates' "$out"
run modmorph plan skeleton.dot --shape 4294967294,4294967294,3 --channels 4294967294 --kernels 1,3 --budget-params 5
exits 1 "a cost that does not fit is over budget"
ok "and not taken for no plan at all" grep -q '^skeleton.dot: over budget (needs more than 18446744073709551614 parameters; not proved to be the least)$' "$out"
run modmorph plan skeleton.dot --shape 16,16,9
exits 1 "kernels that are too small do not do"
ok "which is said" grep -q '^skeleton.dot: no plan (' "$out"
run modmorph plan skeleton.dot --shape 16,16,3 --time-limit 0
exits 2 "without time there is no answer"
mentions "the time was up first; --time-limit allows more" "which is the reason"
run modmorph plan --help
ok "what is chosen from is shown" grep -q -e '--channels LIST.*(default 4,8,16,32,64,128,256,512)' "$out"
run modmorph plan skeleton.dot
mentions "plan needs --shape" "a shape is needed"
for list in 1,2 2x3 3x 3x4 x3 3x3x3 0 1,,3; do
  run modmorph plan skeleton.dot --shape 16,16,3 --kernels $list
  mentions "--kernels is a list of 1 to 16 odd sizes" "the kernels $list are refused"
done
for list in 0 8,0 4294967296 a; do
  run modmorph plan skeleton.dot --shape 16,16,3 --channels $list
  mentions "--channels is a list of 1 to 16 numbers, each at least 1" "the channels $list are refused"
done
run modmorph plan skeleton.dot --shape 16,16,3x1 --channels 8 --kernels 1,3x1,3
prints "skeleton.dot: planned (1088 parameters)
  channels  a 8, b 8
  kernels   F1 3x1, F2 3x1, F3 1x1, F4 1x1, F5 1x1" "kernels may be oblong"
run modmorph plan skeleton.dot --shape 16,16,3 --channels 8,,16
mentions "--channels is a list" "lists are checked"
run modmorph plan skeleton.dot --shape 16,16,3 --budget-macs 5
mentions "needs the size" "multiply-accumulates need pixels here, too"

finish
