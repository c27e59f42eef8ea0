## `make mutate-judge`: each check of the judge is weakened in turn, and the tests have to notice.  Seven to ten minutes on two processors;
## `make mutate-judge-quick` only lists what tests/refuse does not notice.
EXTRA_DIST += %D%/mutate.awk %D%/mutate_suite.c %D%/mutate_judge.sh %D%/mutate_judge.supp
if HAVE_CRITERION
mutate-judge:
	@top_srcdir='$(top_srcdir)' top_builddir='$(top_builddir)' CC='$(CC)' AWK='$(AWK)' \
	  MUTATE_CFLAGS='$(DEFS) $(CPPFLAGS) $(CRITERION_CFLAGS) $(CGRAPH_CFLAGS) $(JANSSON_CFLAGS)' \
	  MUTATE_LIBS='$(CRITERION_LIBS) $(CGRAPH_LIBS) $(JANSSON_LIBS) $(LIBS)' $(SHELL) $(srcdir)/%D%/mutate_judge.sh
mutate-judge-quick:
	@MUTATE_QUICK=1 $(MAKE) $(AM_MAKEFLAGS) mutate-judge
else
mutate-judge mutate-judge-quick:
	@echo 'mutate-judge: the unit tests need Criterion' >&2; exit 2
endif
.PHONY: mutate-judge mutate-judge-quick
clean-local: mutate-judge-clean
mutate-judge-clean:
	rm -rf mutate-judge.d
.PHONY: mutate-judge-clean
