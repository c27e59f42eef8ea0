## `make analyze`: static analysis of all sources, several minutes; ANALYZE="graph/text.c …" picks some.
EXTRA_DIST += .clang-tidy %D%/analyze.sh %D%/analyze.supp
ANALYZE =
analyze:
	@top_srcdir='$(top_srcdir)' ANALYZE_FLAGS='$(CGRAPH_CFLAGS) $(GVC_CFLAGS) $(JANSSON_CFLAGS) $(OPENBLAS_CFLAGS) $(LAPACKE_CFLAGS)' \
	  $(SHELL) $(srcdir)/%D%/analyze.sh $(ANALYZE) && echo 'analyze: nothing found'
.PHONY: analyze
CLEANFILES += analyze.log
