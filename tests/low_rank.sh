# tests/low_rank.sh: a trained convolution of low rank, in float32 and in float64, and modules for it.
#
# The first 12 channels of one trained convolution, and a matrix cut out of its bytes that makes
# 16 of them: squeezed.npy and squeezed64.npy write rank 12 of 16, before any rounding.

array () { # FILE SHAPE BYTES
  printf '\223NUMPY\001\000\166\000%-117s\n' "{'descr': '<f4', 'fortran_order': False, 'shape': $2, }"
  tail -c +129 "$1" | head -c "$3"
}

mkdir squeeze
echo 'digraph squeeze { s [channels=16]; a [channels=12]; t [channels=16]; s -> a [label=F1, kernel=3]; a -> t [label=F2, kernel=1]; }' >squeeze.dot
array "$examples/weights/digits_16x16_3x3.npy" "(12, 16, 3, 3)" 6912 >squeeze/F1.npy
array "$examples/weights/digits_16x16_3x3.npy" "(16, 12, 1, 1)" 768 >squeeze/F2.npy
modmorph fold squeeze.dot --weights squeeze -o squeezed.npy --dtype f32 >/dev/null
modmorph fold squeeze.dot --weights squeeze -o squeezed64.npy --dtype f64 >/dev/null

# Rank 12 passes b; rank 16 does not.
cat >waist.dot <<'END'
digraph waist { node [channels=16]; b [channels=12]; c [channels=14]; edge [kernel=3];
  s -> a; s -> b; a -> b; b -> c; b -> t; c -> t; }
END
