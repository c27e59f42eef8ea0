## Tests of numeric/.
if HAVE_CRITERION
numeric_tests = %D%/test_blas %D%/test_filter %D%/test_npy %D%/test_random
check_PROGRAMS += $(numeric_tests)
TESTS += $(numeric_tests)

numeric_test_libs = libnumeric.la libgraph.la $(test_libs)
oracle_conv = %D%/oracle_conv.c %D%/oracle_conv.h

%C%_test_blas_SOURCES = %D%/test_blas.c %D%/leak.h
%C%_test_blas_CFLAGS = $(test_cflags)
%C%_test_blas_LDADD = $(numeric_test_libs)

%C%_test_filter_SOURCES = %D%/test_filter.c $(oracle_conv) %D%/leak.h
%C%_test_filter_CFLAGS = $(test_cflags)
%C%_test_filter_LDADD = $(numeric_test_libs)

%C%_test_npy_SOURCES = %D%/test_npy.c %D%/leak.h
%C%_test_npy_CFLAGS = $(test_cflags)
%C%_test_npy_LDADD = $(numeric_test_libs)

%C%_test_random_SOURCES = %D%/test_random.c %D%/leak.h
%C%_test_random_CFLAGS = $(test_cflags)
%C%_test_random_LDADD = $(numeric_test_libs)

## Routing and morphing.
numeric_morph_tests = %D%/test_flow %D%/test_rank %D%/test_route
check_PROGRAMS += $(numeric_morph_tests)
TESTS += $(numeric_morph_tests)
shaped = %D%/shaped.c %D%/shaped.h

%C%_test_flow_SOURCES = %D%/test_flow.c %D%/leak.h
%C%_test_flow_CFLAGS = $(test_cflags)
%C%_test_flow_LDADD = $(numeric_test_libs)

%C%_test_rank_SOURCES = %D%/test_rank.c %D%/leak.h
%C%_test_rank_CFLAGS = $(test_cflags)
%C%_test_rank_LDADD = $(numeric_test_libs)

%C%_test_route_SOURCES = %D%/test_route.c $(shaped) %D%/leak.h
%C%_test_route_CFLAGS = $(test_cflags)
%C%_test_route_LDADD = $(numeric_test_libs)
endif
