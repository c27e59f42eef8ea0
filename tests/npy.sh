# tests/npy.sh: .npy files made of numbers, without NumPy.
#
#   npy FILE DESCR SHAPE NUMBER…      for example  npy w.npy '<f4' '2, 1' 0.5 -3
#   npy_fortran FILE DESCR SHAPE …    the numbers in the order of the file, and "fortran_order" set
#
# DESCR is <f2, <f4, <f8, or one of these with >, or <u2 (whole numbers).

# The bytes of the numbers, in octal, for printf.
npy_bytes () { # descr number…
  awk 'BEGIN {
    descr = ARGV[1]; size = substr (descr, 3) + 0; whole = substr (descr, 2, 1) == "u"
    fraction = size == 2 ? 10 : size == 4 ? 23 : 52; bias = size == 2 ? 15 : size == 4 ? 127 : 1023
    for (i = 2; i < ARGC; i++) {
      x = ARGV[i] + 0; sign = x < 0; if (sign) x = -x
      if (whole) { high = 0; low = x; width = 8 * size }
      else if (x == 0) { high = low = 0; width = fraction }
      else {
        for (e = bias; x >= 2; e++) x /= 2
        for (; x < 1 && e > 1; e--) x *= 2
        if (x < 1) e = 0; else x -= 1
        high = e; low = int (x * 2 ^ fraction + 0.5); width = fraction
      }
      # low has `width` bits; above it the exponent, above that the sign
      text = ""
      for (k = 0; k < size; k++) {
        byte = 0
        for (bit = 0; bit < 8; bit++) {
          at = 8 * k + bit
          if (at < width) { b = low % 2; low = (low - b) / 2 }
          else if (at < 8 * size - 1) { b = high % 2; high = (high - b) / 2 }
          else b = whole ? 0 : sign
          byte += b * 2 ^ bit
        }
        piece = sprintf ("\\%03o", byte)
        text = substr (descr, 1, 1) == ">" ? piece text : text piece
      }
      printf "%s", text
    }
  }' "$@"
}

npy_file () { # order file descr shape number…
  npy_order=$1 npy_to=$2 npy_descr=$3 npy_shape=$4
  shift 4
  {
    printf '\223NUMPY\001\000\166\000'
    printf '%-117s\n' "{'descr': '$npy_descr', 'fortran_order': $npy_order, 'shape': ($npy_shape), }"
    # shellcheck disable=SC2059
    printf "$(npy_bytes "$npy_descr" "$@")"
  } >"$npy_to"
}

npy () {
  npy_file False "$@"
}

npy_fortran () {
  npy_file True "$@"
}
