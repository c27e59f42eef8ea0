## Tests of rewrite/.
if HAVE_CRITERION
rewrite_tests = \
	%D%/test_reduce %D%/test_single %D%/test_series %D%/test_parallel \
	%D%/test_node %D%/test_derivation %D%/test_derivation_file %D%/test_tree \
	%D%/test_equation %D%/test_verdicts %D%/test_oom_rewrite
check_PROGRAMS += $(rewrite_tests)
TESTS += $(rewrite_tests)
rewrite_libs = librewrite.la libgraph.la $(test_libs)

%C%_test_reduce_SOURCES = %D%/test_reduce.c %D%/oracle_reduce.c %D%/oracle_reduce.h %D%/leak.h
%C%_test_reduce_CFLAGS = $(test_cflags)
%C%_test_reduce_LDADD = $(rewrite_libs)

%C%_test_single_SOURCES = %D%/test_single.c %D%/oracle_reduce.c %D%/oracle_reduce.h %D%/leak.h
%C%_test_single_CFLAGS = $(test_cflags)
%C%_test_single_LDADD = $(rewrite_libs)

%C%_test_series_SOURCES = %D%/test_series.c %D%/leak.h
%C%_test_series_CFLAGS = $(test_cflags)
%C%_test_series_LDADD = $(rewrite_libs)

%C%_test_parallel_SOURCES = %D%/test_parallel.c %D%/leak.h
%C%_test_parallel_CFLAGS = $(test_cflags)
%C%_test_parallel_LDADD = $(rewrite_libs)

%C%_test_node_SOURCES = %D%/test_node.c %D%/leak.h
%C%_test_node_CFLAGS = $(test_cflags)
%C%_test_node_LDADD = $(rewrite_libs)

%C%_test_derivation_SOURCES = %D%/test_derivation.c %D%/leak.h
%C%_test_derivation_CFLAGS = $(test_cflags)
%C%_test_derivation_LDADD = $(rewrite_libs)

%C%_test_derivation_file_SOURCES = %D%/test_derivation_file.c %D%/leak.h
%C%_test_derivation_file_CFLAGS = $(test_cflags)
%C%_test_derivation_file_LDADD = $(rewrite_libs)

%C%_test_tree_SOURCES = %D%/test_tree.c %D%/leak.h
%C%_test_tree_CFLAGS = $(test_cflags)
%C%_test_tree_LDADD = $(rewrite_libs)

%C%_test_equation_SOURCES = %D%/test_equation.c %D%/leak.h
%C%_test_equation_CFLAGS = $(test_cflags)
%C%_test_equation_LDADD = $(rewrite_libs)

%C%_test_verdicts_SOURCES = %D%/test_verdicts.c %D%/leak.h
%C%_test_verdicts_CFLAGS = $(test_cflags)
%C%_test_verdicts_LDADD = $(rewrite_libs)

%C%_test_oom_rewrite_SOURCES = %D%/test_oom_rewrite.c %D%/failing.c %D%/failing.h %D%/leak.h
%C%_test_oom_rewrite_CFLAGS = $(test_cflags)
%C%_test_oom_rewrite_LDFLAGS = $(failing_ldflags)
%C%_test_oom_rewrite_LDADD = $(rewrite_libs)
endif
