## Fuzz targets.  Each is a test over its corpus and mutants of it; with --enable-fuzzing
## they are linked with libFuzzer instead, and `make fuzz` runs each for FUZZ_SECONDS.
fuzz_targets = \
	%D%/fuzz_cert \
	%D%/fuzz_derivation \
	%D%/fuzz_dot \
	%D%/fuzz_edges \
	%D%/fuzz_jsonl \
	%D%/fuzz_npy \
	%D%/fuzz_text
check_PROGRAMS += $(fuzz_targets)
if FUZZING
fuzz_driver =
fuzz_ldflags = $(AM_LDFLAGS) -fsanitize=fuzzer
else
fuzz_driver = %D%/fuzz/driver.c %D%/fuzz/mutate.c %D%/fuzz/mutate.h
fuzz_ldflags = $(AM_LDFLAGS)
TESTS += $(fuzz_targets)
endif
fuzz_common = %D%/fuzz/fuzz.c %D%/fuzz/fuzz.h $(fuzz_driver)
EXTRA_DIST += %D%/fuzz/corpus %D%/fuzz/driver.c %D%/fuzz/mutate.c %D%/fuzz/mutate.h

%C%_fuzz_cert_SOURCES = %D%/fuzz/fuzz_cert.c $(fuzz_common)
%C%_fuzz_cert_LDFLAGS = $(fuzz_ldflags)
%C%_fuzz_cert_LDADD = libkit.la libprovekit.la libcheck.la librewrite.la libgraph.la

%C%_fuzz_derivation_SOURCES = %D%/fuzz/fuzz_derivation.c $(fuzz_common)
%C%_fuzz_derivation_LDFLAGS = $(fuzz_ldflags)
%C%_fuzz_derivation_LDADD = libkit.la librewrite.la libgraph.la

%C%_fuzz_dot_SOURCES = %D%/fuzz/fuzz_dot.c $(fuzz_common)
%C%_fuzz_dot_LDFLAGS = $(fuzz_ldflags)
%C%_fuzz_dot_LDADD = libkit.la libgraph.la

%C%_fuzz_edges_SOURCES = %D%/fuzz/fuzz_edges.c $(fuzz_common)
%C%_fuzz_edges_LDFLAGS = $(fuzz_ldflags)
%C%_fuzz_edges_LDADD = libkit.la libgraph.la

%C%_fuzz_jsonl_SOURCES = %D%/fuzz/fuzz_jsonl.c $(fuzz_common)
%C%_fuzz_jsonl_LDFLAGS = $(fuzz_ldflags)
%C%_fuzz_jsonl_LDADD = libkit.la libgraph.la

%C%_fuzz_npy_SOURCES = %D%/fuzz/fuzz_npy.c $(fuzz_common)
%C%_fuzz_npy_LDFLAGS = $(fuzz_ldflags)
%C%_fuzz_npy_LDADD = libkit.la libnumeric.la libgraph.la

%C%_fuzz_text_SOURCES = %D%/fuzz/fuzz_text.c $(fuzz_common)
%C%_fuzz_text_LDFLAGS = $(fuzz_ldflags)
%C%_fuzz_text_LDADD = libkit.la libgraph.la

## What libFuzzer finds goes to fuzz-out/TARGET/, crashes to fuzz-out/TARGET-….
FUZZ_SECONDS = 60
fuzz: $(fuzz_targets)
if FUZZING
	@for target in $(fuzz_targets); do \
	  name=`basename $$target | sed 's/^fuzz_//'`; \
	  seeds=$(srcdir)/tests/fuzz/corpus/$$name; \
	  test $$name != cert || seeds=$(srcdir)/tests/refuse; \
	  $(MKDIR_P) fuzz-out/$$name || exit 1; \
	  echo "$$name: $(FUZZ_SECONDS) s"; \
	  $(LIBTOOL) --silent --mode=execute $$target -max_total_time=$(FUZZ_SECONDS) -max_len=4096 -timeout=10 -rss_limit_mb=1024 \
	    -artifact_prefix=fuzz-out/$$name- fuzz-out/$$name $$seeds >fuzz-out/$$name.log 2>&1 \
	    || { tail -40 fuzz-out/$$name.log; exit 1; }; \
	done
else
	@echo "make fuzz needs libFuzzer: configure with --enable-fuzzing CC=clang"; exit 1
endif
.PHONY: fuzz
