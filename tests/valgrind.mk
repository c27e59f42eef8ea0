## `make check-valgrind`: the test programs and fuzz targets under valgrind, one log for each
## process in valgrind-out/.  Criterion's workers hide valgrind's exit status, so the logs are
## searched instead.  VALGRIND_TESTS="tests/test_edges …" picks some.
EXTRA_DIST += %D%/valgrind.supp %D%/valgrind.sh
VALGRIND_TESTS = $(filter %D%/%,$(check_PROGRAMS))
check-valgrind: $(check_PROGRAMS)
if HAVE_VALGRIND
	@top_srcdir='$(top_srcdir)' top_builddir='$(top_builddir)' LIBTOOL='$(LIBTOOL)' VALGRIND='$(VALGRIND)' \
	  $(SHELL) $(srcdir)/%D%/valgrind.sh $(VALGRIND_TESTS)
else
	@echo "valgrind was not found when this was configured. On Debian: apt-get install valgrind"; exit 1
endif
.PHONY: check-valgrind
