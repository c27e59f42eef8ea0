# tests/mutate.awk: all small changes of a C file at once, each of which weakens something when it is picked.
#
#   awk -v first=N -v list=FILE -f mutate.awk SOURCE
#
# prints the source with changes N, N + 1, … put into it, of which number mm_pick is made when the program runs, and the
# others are as good as not there.  Adds to FILE a line for each: NUMBER TAB FUNCTION TAB what the line would be.
#
# Changes, in the code of functions:
#   a condition never holds; one side of || is never looked at, one side of && holds always;
#   < becomes <=, <= becomes <, > becomes >=, >= becomes >, what is to be equal may be one less;
#   ! is taken away; a refusal or a complaint says that all is well; `return false` becomes `return true`;
#   a loop never runs, starts one later or ends one earlier; an assignment is left out.

# Comments, strings and characters, blanked out.
function code_of (line,   out, i, c, two) {
  out = ""
  for (i = 1; i <= length (line); i++) {
    c = substr (line, i, 1)
    two = substr (line, i, 2)
    if (comment) {
      if (two == "*/") { comment = 0; i++; out = out "  " } else out = out " "
    } else if (two == "/*") { comment = 1; i++; out = out "  " }
    else if (quote) {
      if (c == "\\") { i++; out = out "  " } else { if (c == quote) quote = ""; out = out " " }
    } else if (c == "\"" || c == "'") { quote = c; out = out " " }
    else out = out c
  }
  return out
}

# Put a text before character `column` of line `row`, behind what was put there.
function insert (row, column, text) {
  inserted[row, column] = inserted[row, column] text
}

# A change that begins before character `column` of the line: `text` in the source, with the number for #; as it is shown.
function change (column, text, shown,   line) {
  number++
  gsub (/#/, "mm_pick == " number, text)
  insert (at, column, text)
  line = substr (source[at], 1, column - 1) shown substr (source[at], column)
  sub (/^[ \t]+/, "", line)
  printf "%d\t%s\t%s\n", number, function_of[at], line >>list
}

# Every place of a text in the code of the line: before it, or behind it.
function each (text, behind, put, shown,   from, place) {
  for (from = 1; (place = index (substr (code, from), text)) > 0; from += place + length (text) - 1)
    change (from + place - 1 + (behind ? length (text) : 0), put, shown)
}

# The place behind the operand of && that begins at a column: the end of what holds always.
function close_operand (column,   row, depth, c, two) {
  depth = 0
  for (row = at; row <= NR; row++) {
    for (; column <= length (masked[row]); column++) {
      c = substr (masked[row], column, 1)
      two = substr (masked[row], column, 2)
      if (c == "(" || c == "[" || c == "{") depth++
      if ((c == ")" || c == "]" || c == "}") && --depth < 0 || depth == 0 && (c ~ /[;,?:]/ || two == "&&" || two == "||")) {
        insert (row, column, ")")
        return
      }
    }
    column = 1
  }
}

function operands (   from, place, column) {
  each (" || ", 1, "!(#) && ", "false && ")
  for (from = 1; (place = index (substr (code " ", from), "&& ")) > 0; from += place + 2) {
    column = from + place + 2
    change (column, "(# || ", "(true ||) ")
    close_operand (column)
  }
}

function conditions (   from) {
  for (from = 1; match (substr (code, from), /(if|while) \(/); from += RSTART + RLENGTH - 1)
    change (from + RSTART + RLENGTH - 1, "!(#) && ", "false && ")
}

function negations (   from) {
  for (from = 1; match (substr (code, from), /[ (]![a-z(]/); from += RSTART + 1)
    change (from + RSTART, "(#) ^ ", "!")
}

function loop (   from, rest, to) {
  if (!match (code, /for \([^;]*= /))
    return
  change (RSTART + RLENGTH, "(#) + ", "1 + ")
  from = index (code, ";") + 1
  change (from, " !(#) &&", " false &&")
  rest = substr (code, from)
  if ((to = index (rest, " < ")) > 0 && to < index (rest, ";"))
    change (from + to - 1, " + (#)", " + 1")
}

# A simple assignment on a line of its own.
function assignment () {
  if (!match (code, /^ +[*a-zA-Z_][^ =]*(\[[^=]*\])?[^ =]*( [-+|&]?= .*|\+\+);$/) || match (code, /^ +return /))
    return
  match (code, /^ +/)
  change (RLENGTH + 1, "# ? (void) 0 : (void) (", "/* not */ ")
  insert (at, length (code), ")")
}

function weaken () {
  loop ()
  conditions ()
  operands ()
  negations ()
  each (" < ", 1, "(#) + ", "1 + ")
  each (" <= ", 0, " + (#)", " + 1")
  each (" > ", 0, " + (#)", " + 1")
  each (" >= ", 1, "(#) + ", "1 + ")
  each (" == ", 1, "(#) + ", "1 + ")
  each (" != ", 1, "(#) + ", "1 + ")
  each ("mm_refuse (", 0, "# || ", "true || ")
  each ("mm_fail (", 0, "# ? MM_OK : ", "MM_OK; ")
  each ("mm_scan_expected (", 0, "# ? MM_OK : ", "MM_OK; ")
  each ("false;", 0, "# || ", "true || ")
  assignment ()
}

{
  source[NR] = $0
  masked[NR] = code_of ($0)
  if ($0 ~ /^[a-z_][a-z0-9_]* \(/) { name = $0; sub (/ .*/, "", name) }
  if ($0 == "{") inside = 1
  if ($0 == "}") inside = 0
  function_of[NR] = inside ? name : ""
}

END {
  number = first - 1
  for (at = 1; at <= NR; at++) {
    code = masked[at]
    if (function_of[at] != "" && code !~ /^ +static /)
      weaken ()
  }
  print "extern int mm_pick;"
  print "#line 1"
  for (at = 1; at <= NR; at++) {
    line = ""
    for (column = 1; column <= length (source[at]) + 1; column++) {
      if ((at, column) in inserted) line = line inserted[at, column]
      line = line substr (source[at], column, 1)
    }
    print line
  }
}
