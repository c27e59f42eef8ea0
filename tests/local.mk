## Tests: each folder lists its own programs in its fragment.
LOG_DRIVER = $(SHELL) $(top_srcdir)/build-aux/tap-driver.sh
TEST_EXTENSIONS = .sh
SH_LOG_DRIVER = $(SHELL) $(top_srcdir)/build-aux/tap-driver.sh
SH_LOG_COMPILER = $(SHELL)
AM_TESTS_ENVIRONMENT = \
	CRITERION_OUTPUTS=tap:-; export CRITERION_OUTPUTS; \
	LSAN_OPTIONS=suppressions='$(abs_top_srcdir)/tests/lsan.supp:print_suppressions=0'; export LSAN_OPTIONS; \
	srcdir='$(srcdir)'; export srcdir; \
	top_srcdir='$(top_srcdir)'; export top_srcdir; \
	top_builddir='$(top_builddir)'; export top_builddir; \
	hardening='$(HARD_CFLAGS) $(PIE_CFLAGS) $(HARD_LDFLAGS)'; export hardening;

## What every test program is built with.  Programs link the folders' libraries
## directly (not libmodmorph), so that memory can be made to run out in them.
test_cflags = $(AM_CFLAGS) $(CRITERION_CFLAGS)
test_libs = libkit.la $(CRITERION_LIBS)
failing_ldflags = $(AM_LDFLAGS) -Wl,--wrap=malloc,--wrap=calloc,--wrap=realloc

check_LTLIBRARIES = libkit.la
libkit_la_SOURCES = %D%/kit.c %D%/kit.h
libkit_la_LIBADD = libgraph.la

include %D%/graph.mk
include %D%/rewrite.mk
include %D%/prove.mk
include %D%/numeric.mk
include %D%/render.mk
include %D%/cli.mk
include %D%/bench.mk
include %D%/fuzz.mk
include %D%/valgrind.mk
include %D%/limits.mk
include %D%/coverage.mk
include %D%/analyze.mk
include %D%/mutate.mk
