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
endif
