# All modules with n blobs and no parallel layers, numbered topologically, as JSON lines:
#
#     awk -v n=5 -f all_modules.awk | modmorph classify -
#
# Every set of pairs i < j is tried; it is a module when each blob but 0 has a layer in, and
# each but n - 1 one out.  122 for n = 5, 3346 for n = 6, 196082 for n = 7.

BEGIN {
  pairs = 0
  for (i = 0; i < n; i++)
    for (j = i + 1; j < n; j++) {
      from[pairs] = i
      to[pairs++] = j
    }
  for (set = 0; set < 2 ^ pairs; set++) {
    split("", entered)
    split("", left)
    edges = ""
    into = out = 0
    rest = set
    for (p = 0; rest > 0; p++) {
      if (rest % 2) {
        out += !(from[p] in left)
        into += !(to[p] in entered)
        left[from[p]] = entered[to[p]] = 1
        edges = edges ",[" from[p] "," to[p] "]"
      }
      rest = int(rest / 2)
    }
    if (into == n - 1 && out == n - 1)
      print "{\"vertices\":" n ",\"edges\":[" substr(edges, 2) "]}"
  }
}
