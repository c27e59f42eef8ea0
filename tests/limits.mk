## tests/limits.sh at full size: ten million layers, names of a megabyte.  A few minutes, and 3 GB of memory.
TESTS += %D%/limits.sh
EXTRA_DIST += %D%/limits.sh
LIMITS = 10000000
check-limits: $(bin_PROGRAMS) $(part_LTLIBRARIES)
	@LIMITS=$(LIMITS) srcdir='$(srcdir)' top_srcdir='$(top_srcdir)' top_builddir='$(top_builddir)' \
	  $(SHELL) $(srcdir)/%D%/limits.sh >limits.log 2>&1; \
	grep -A 6 '^not ok' limits.log; tail -n 1 limits.log; \
	grep -q '^1\.\.' limits.log && ! grep -q '^not ok' limits.log
.PHONY: check-limits
CLEANFILES += limits.log
