# tests/session.awk: cut shell sessions out of a text.
#
# Reads lines such as
#     $ modmorph classify x.dot
#     x.dot: simple
# indented by two spaces or not, and writes each command to dir/N.cmd and the lines after
# it, up to an empty line, a fence or the next command, to dir/N.out.  A line "..." ends
# what is compared; dir/N.part then says so.  Only modmorph's own commands are taken, unless
# every=1: then all in a console block are.

function close_output () {
  if (file != "")
    close (file)
  file = ""
}

{ sub (/^  /, "") }

/^```/ { inside = $0 == "```console" }

/^\$ modmorph/ || (every && inside && /^\$ /) {
  close_output ()
  n++
  print substr ($0, 3) > (dir "/" n ".cmd")
  close (dir "/" n ".cmd")
  file = dir "/" n ".out"
  printf "" > file
  next
}

/^(\$|```|$|\.)/ && $0 != "..." {
  close_output ()
  next
}

file != "" && $0 == "..." {
  print > (dir "/" n ".part")
  close_output ()
  next
}

file != "" { print > file }
