## `make bench`: what things cost, as ratios to a baseline measured in the same run.
EXTRA_PROGRAMS += %D%/bench/bench_reduce
bench_programs = %D%/bench/bench_reduce

%C%_bench_bench_reduce_SOURCES = %D%/bench/bench_reduce.c %D%/bench/shapes.c %D%/bench/shapes.h
%C%_bench_bench_reduce_LDADD = libprove.la libcheck.la librewrite.la libkit.la libgraph.la

bench: $(bench_programs)
	@for program in $(bench_programs); do top_srcdir='$(top_srcdir)' ./$$program || exit 1; done
.PHONY: bench
CLEANFILES += $(bench_programs)

## Morphing.
EXTRA_PROGRAMS += %D%/bench/bench_morph
bench_programs += %D%/bench/bench_morph
%C%_bench_bench_morph_SOURCES = %D%/bench/bench_morph.c %D%/shaped.c %D%/shaped.h
%C%_bench_bench_morph_LDADD = libnumeric.la libkit.la libgraph.la

## The reduction complexity.
EXTRA_PROGRAMS += %D%/bench/bench_complexity
bench_programs += %D%/bench/bench_complexity
%C%_bench_bench_complexity_SOURCES = %D%/bench/bench_complexity.c
%C%_bench_bench_complexity_LDADD = libprovekit.la libprove.la libcheck.la librewrite.la libkit.la libgraph.la
