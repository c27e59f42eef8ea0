# tests/json_fields.awk: the fields of JSON answers, one a line: "core.blobs", "steps[].rule".
#
# One object a line goes in.  A field inside an object comes behind the object's own field, which
# is not listed by itself, and a dot; brackets stand for any element of an array.

function path (   p, level) {
  p = ""
  for (level = 1; level <= depth; level++)
    p = p (kind[level] == "[" ? "[]" : (p == "" ? "" : ".") key[level])
  return p
}

# The length of the string, with its quotes, that $0 has at i.
function string_length (i,   n) {
  for (n = 1; substr ($0, i + n, 1) != "\""; n++)
    if (substr ($0, i + n, 1) == "\\")
      n++
  return n + 1
}

{
  depth = 0
  for (i = 1; i <= length ($0); i++) {
    c = substr ($0, i, 1)
    if (c == "\"") {
      n = string_length(i)
      if (substr ($0, i + n, 1) == ":") {
        key[depth] = substr ($0, i + 1, n - 2)
        if (substr ($0, i + n + 1, 1) != "{")
          print path()
      }
      i += n - 1
    }
    else if (c == "{" || c == "[") {
      kind[++depth] = c
      key[depth] = ""
    }
    else if (c == "}" || c == "]")
      depth--
  }
}
