## Tests of prove/.
check_LTLIBRARIES += libprovekit.la
libprovekit_la_SOURCES = \
	%D%/cert_kit.c %D%/cert_kit.h \
	%D%/oracle_bridge.c %D%/oracle_bridge.h
libprovekit_la_LIBADD = libcheck.la libgraph.la

if HAVE_CRITERION
prove_tests = %D%/test_cert %D%/test_check
check_PROGRAMS += $(prove_tests)
TESTS += $(prove_tests)
prove_libs = libprovekit.la libcheck.la libgraph.la $(test_libs)

%C%_test_cert_SOURCES = %D%/test_cert.c %D%/leak.h
%C%_test_cert_CFLAGS = $(test_cflags)
%C%_test_cert_LDADD = $(prove_libs)

%C%_test_check_SOURCES = %D%/test_check.c %D%/leak.h
%C%_test_check_CFLAGS = $(test_cflags)
%C%_test_check_LDADD = $(prove_libs)
endif
