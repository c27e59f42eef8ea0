# tests/coverage.awk: lines run, by folder, out of lcov's trace of all sources.
#
#   awk -v top=SOURCES -f tests/coverage.awk TRACE.info
#
# @return 0; 1 when one of the folders that answers depend on is below 90 %
/^SF:/ { file = substr($0, 4); sub("^" top "/", "", file); folder = file; sub("/.*", "", folder) }
/^LF:/ { lines[folder] += substr($0, 4) }
/^LH:/ { run[folder] += substr($0, 4) }
END {
  count = split("graph rewrite prove numeric render cli", folders, " ")
  for (i = 1; i <= count; i++) {
    name = folders[i]
    percent = lines[name] ? 100 * run[name] / lines[name] : 0
    printf "%-8s %5d of %5d lines, %5.1f %%\n", name, run[name], lines[name], percent
    if (i <= 3 && percent < 90) low = 1
  }
  exit low
}
