## Tests of rewrite/.
if HAVE_CRITERION
rewrite_tests = %D%/test_reduce %D%/test_single
check_PROGRAMS += $(rewrite_tests)
TESTS += $(rewrite_tests)
rewrite_libs = librewrite.la libgraph.la $(test_libs)

%C%_test_reduce_SOURCES = %D%/test_reduce.c %D%/oracle_reduce.c %D%/oracle_reduce.h %D%/leak.h
%C%_test_reduce_CFLAGS = $(test_cflags)
%C%_test_reduce_LDADD = $(rewrite_libs)

%C%_test_single_SOURCES = %D%/test_single.c %D%/oracle_reduce.c %D%/oracle_reduce.h %D%/leak.h
%C%_test_single_CFLAGS = $(test_cflags)
%C%_test_single_LDADD = $(rewrite_libs)
endif
