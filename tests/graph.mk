## Tests of graph/.
if HAVE_CRITERION
graph_tests = %D%/test_module
check_PROGRAMS += $(graph_tests)
TESTS += $(graph_tests)

%C%_test_module_SOURCES = %D%/test_module.c %D%/leak.h
%C%_test_module_CFLAGS = $(test_cflags)
%C%_test_module_LDADD = libgraph.la $(test_libs)
endif
