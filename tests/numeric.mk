## Tests of numeric/.
if HAVE_CRITERION
numeric_tests = \
	%D%/test_blas \
	%D%/test_child_files \
	%D%/test_filter \
	%D%/test_fold \
	%D%/test_forward \
	%D%/test_npy \
	%D%/test_probe \
	%D%/test_promise \
	%D%/test_random \
	%D%/test_verify \
	%D%/test_weights
check_PROGRAMS += $(numeric_tests)
TESTS += $(numeric_tests)

## Random weights and slow oracles.
check_LTLIBRARIES += libweightskit.la
libweightskit_la_SOURCES = \
	%D%/oracle_conv.c %D%/oracle_conv.h \
	%D%/weights_kit.c %D%/weights_kit.h
libweightskit_la_LIBADD = libnumeric.la libkit.la

numeric_test_libs = libweightskit.la libnumeric.la libgraph.la $(test_libs)

%C%_test_blas_SOURCES = %D%/test_blas.c %D%/leak.h
%C%_test_blas_CFLAGS = $(test_cflags)
%C%_test_blas_LDADD = $(numeric_test_libs)

%C%_test_child_files_SOURCES = %D%/test_child_files.c %D%/leak.h
%C%_test_child_files_CFLAGS = $(test_cflags)
%C%_test_child_files_LDADD = $(numeric_test_libs)

%C%_test_filter_SOURCES = %D%/test_filter.c %D%/leak.h
%C%_test_filter_CFLAGS = $(test_cflags)
%C%_test_filter_LDADD = $(numeric_test_libs)

%C%_test_fold_SOURCES = %D%/test_fold.c %D%/leak.h
%C%_test_fold_CFLAGS = $(test_cflags)
%C%_test_fold_LDADD = $(numeric_test_libs)

%C%_test_forward_SOURCES = %D%/test_forward.c %D%/leak.h
%C%_test_forward_CFLAGS = $(test_cflags)
%C%_test_forward_LDADD = $(numeric_test_libs)

%C%_test_npy_SOURCES = %D%/test_npy.c %D%/leak.h
%C%_test_npy_CFLAGS = $(test_cflags)
%C%_test_npy_LDADD = $(numeric_test_libs)

%C%_test_probe_SOURCES = %D%/test_probe.c %D%/leak.h
%C%_test_probe_CFLAGS = $(test_cflags)
%C%_test_probe_LDADD = $(numeric_test_libs)

%C%_test_promise_SOURCES = %D%/test_promise.c %D%/leak.h
%C%_test_promise_CFLAGS = $(test_cflags)
%C%_test_promise_LDADD = $(numeric_test_libs)

%C%_test_random_SOURCES = %D%/test_random.c %D%/leak.h
%C%_test_random_CFLAGS = $(test_cflags)
%C%_test_random_LDADD = $(numeric_test_libs)

%C%_test_verify_SOURCES = %D%/test_verify.c %D%/leak.h
%C%_test_verify_CFLAGS = $(test_cflags)
%C%_test_verify_LDADD = $(numeric_test_libs)

%C%_test_weights_SOURCES = %D%/test_weights.c %D%/leak.h
%C%_test_weights_CFLAGS = $(test_cflags)
%C%_test_weights_LDADD = $(numeric_test_libs)

## Routing and morphing.
numeric_morph_tests = %D%/test_flow %D%/test_morph %D%/test_morph_derivation %D%/test_morph_hubs \
	%D%/test_morph_memory %D%/test_morph_planned %D%/test_numeric_memory %D%/test_rank %D%/test_route
check_PROGRAMS += $(numeric_morph_tests)
TESTS += $(numeric_morph_tests)
shaped = %D%/shaped.c %D%/shaped.h
hubs_kit = %D%/hubs_kit.c %D%/hubs_kit.h

%C%_test_flow_SOURCES = %D%/test_flow.c %D%/leak.h
%C%_test_flow_CFLAGS = $(test_cflags)
%C%_test_flow_LDADD = $(numeric_test_libs)

%C%_test_morph_SOURCES = %D%/test_morph.c $(shaped) %D%/leak.h
%C%_test_morph_CFLAGS = $(test_cflags)
%C%_test_morph_LDADD = $(numeric_test_libs)

%C%_test_morph_derivation_SOURCES = %D%/test_morph_derivation.c $(shaped) %D%/leak.h
%C%_test_morph_derivation_CFLAGS = $(test_cflags)
%C%_test_morph_derivation_LDADD = librewrite.la $(numeric_test_libs)

%C%_test_morph_hubs_SOURCES = %D%/test_morph_hubs.c $(hubs_kit) $(shaped) %D%/leak.h
%C%_test_morph_hubs_CFLAGS = $(test_cflags)
%C%_test_morph_hubs_LDADD = $(numeric_test_libs)

%C%_test_morph_memory_SOURCES = %D%/test_morph_memory.c $(hubs_kit) $(shaped) %D%/failing.c %D%/failing.h %D%/leak.h
%C%_test_morph_memory_CFLAGS = $(test_cflags)
%C%_test_morph_memory_LDFLAGS = $(failing_ldflags)
%C%_test_morph_memory_LDADD = $(numeric_test_libs)

%C%_test_numeric_memory_SOURCES = %D%/test_numeric_memory.c $(shaped) %D%/failing.c %D%/failing.h %D%/leak.h
%C%_test_numeric_memory_CFLAGS = $(test_cflags)
%C%_test_numeric_memory_LDFLAGS = $(failing_ldflags)
%C%_test_numeric_memory_LDADD = $(numeric_test_libs)

%C%_test_morph_planned_SOURCES = %D%/test_morph_planned.c $(hubs_kit) $(shaped) %D%/leak.h
%C%_test_morph_planned_CFLAGS = $(test_cflags)
%C%_test_morph_planned_LDADD = libcapacity.la $(numeric_test_libs)

%C%_test_rank_SOURCES = %D%/test_rank.c %D%/leak.h
%C%_test_rank_CFLAGS = $(test_cflags)
%C%_test_rank_LDADD = $(numeric_test_libs)

%C%_test_route_SOURCES = %D%/test_route.c $(shaped) %D%/leak.h
%C%_test_route_CFLAGS = $(test_cflags)
%C%_test_route_LDADD = $(numeric_test_libs)
endif
EXTRA_DIST += %D%/fuzz/corpus/npy
