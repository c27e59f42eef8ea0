## Tests of prove/.
check_LTLIBRARIES += libprovekit.la
libprovekit_la_SOURCES = \
	%D%/cert_kit.c %D%/cert_kit.h \
	%D%/families.c %D%/families.h \
	%D%/oracle_bridge.c %D%/oracle_bridge.h %D%/oracle_capacity.c %D%/oracle_capacity.h \
	%D%/oracle_complexity.c %D%/oracle_complexity.h
libprovekit_la_LIBADD = libcheck.la libgraph.la

if HAVE_CRITERION
prove_tests = \
	%D%/test_cert %D%/test_cert_bytes %D%/test_check %D%/test_check_capacity %D%/test_check_chains %D%/test_check_wanted %D%/test_make %D%/test_prove_memory \
	%D%/test_refuse %D%/test_mutants %D%/test_corpora \
	%D%/test_complexity %D%/test_check_complexity \
	%D%/test_small %D%/test_match %D%/test_critical %D%/test_explore \
	%D%/test_small_memory
check_PROGRAMS += $(prove_tests)
TESTS += $(prove_tests)
prove_libs = libprovekit.la libcheck.la libgraph.la $(test_libs)
make_libs = libprovekit.la libprove.la libcheck.la librewrite.la libgraph.la $(test_libs)

%C%_test_cert_bytes_SOURCES = %D%/test_cert_bytes.c %D%/leak.h
%C%_test_cert_bytes_CFLAGS = $(test_cflags)
%C%_test_cert_bytes_LDADD = $(prove_libs)

%C%_test_check_capacity_SOURCES = %D%/test_check_capacity.c %D%/leak.h
%C%_test_check_capacity_CFLAGS = $(test_cflags)
%C%_test_check_capacity_LDADD = $(prove_libs)

%C%_test_cert_SOURCES = %D%/test_cert.c %D%/leak.h
%C%_test_cert_CFLAGS = $(test_cflags)
%C%_test_cert_LDADD = $(prove_libs)

%C%_test_check_SOURCES = %D%/test_check.c %D%/leak.h
%C%_test_check_CFLAGS = $(test_cflags)
%C%_test_check_LDADD = $(prove_libs)

%C%_test_check_chains_SOURCES = %D%/test_check_chains.c %D%/leak.h
%C%_test_check_chains_CFLAGS = $(test_cflags)
%C%_test_check_chains_LDADD = $(make_libs)

%C%_test_check_wanted_SOURCES = %D%/test_check_wanted.c %D%/leak.h
%C%_test_check_wanted_CFLAGS = $(test_cflags)
%C%_test_check_wanted_LDADD = $(prove_libs)

%C%_test_make_SOURCES = %D%/test_make.c %D%/leak.h
%C%_test_make_CFLAGS = $(test_cflags)
%C%_test_make_LDADD = $(make_libs)

%C%_test_prove_memory_SOURCES = %D%/test_prove_memory.c %D%/failing.c %D%/failing.h %D%/leak.h
%C%_test_prove_memory_CFLAGS = $(test_cflags)
%C%_test_prove_memory_LDFLAGS = $(failing_ldflags)
%C%_test_prove_memory_LDADD = $(make_libs)

%C%_test_refuse_SOURCES = %D%/test_refuse.c %D%/leak.h
%C%_test_refuse_CFLAGS = $(test_cflags)
%C%_test_refuse_LDADD = $(prove_libs)

%C%_test_mutants_SOURCES = %D%/test_mutants.c %D%/leak.h
%C%_test_mutants_CFLAGS = $(test_cflags)
%C%_test_mutants_LDADD = $(make_libs)

%C%_test_corpora_SOURCES = %D%/test_corpora.c %D%/leak.h
%C%_test_corpora_CFLAGS = $(test_cflags)
%C%_test_corpora_LDADD = $(make_libs)

%C%_test_small_SOURCES = %D%/test_small.c %D%/leak.h
%C%_test_small_CFLAGS = $(test_cflags)
%C%_test_small_LDADD = $(make_libs)

%C%_test_match_SOURCES = %D%/test_match.c %D%/leak.h
%C%_test_match_CFLAGS = $(test_cflags)
%C%_test_match_LDADD = $(make_libs)

%C%_test_critical_SOURCES = %D%/test_critical.c %D%/leak.h
%C%_test_critical_CFLAGS = $(test_cflags)
%C%_test_critical_LDADD = $(make_libs)

%C%_test_explore_SOURCES = %D%/test_explore.c %D%/oracle_reduce.c %D%/oracle_reduce.h %D%/leak.h
%C%_test_explore_CFLAGS = $(test_cflags)
%C%_test_explore_LDADD = $(make_libs)

%C%_test_small_memory_SOURCES = %D%/test_small_memory.c %D%/failing.c %D%/failing.h %D%/leak.h
%C%_test_small_memory_CFLAGS = $(test_cflags)
%C%_test_small_memory_LDFLAGS = $(failing_ldflags)
%C%_test_small_memory_LDADD = $(make_libs)

%C%_test_check_complexity_SOURCES = %D%/test_check_complexity.c %D%/leak.h
%C%_test_check_complexity_CFLAGS = $(test_cflags)
%C%_test_check_complexity_LDADD = $(make_libs)

%C%_test_complexity_SOURCES = %D%/test_complexity.c %D%/leak.h
%C%_test_complexity_CFLAGS = $(test_cflags)
%C%_test_complexity_LDADD = $(make_libs)
endif

if HAVE_CRITERION
capacity_tests = %D%/test_capacity %D%/test_capacity_cert %D%/test_capacity_price %D%/test_milp
check_PROGRAMS += $(capacity_tests)
TESTS += $(capacity_tests)
capacity_kit = %D%/capacity_kit.c %D%/capacity_kit.h %D%/shaped.c %D%/shaped.h
capacity_libs = libcapacity.la libnumeric.la libgraph.la $(test_libs)

%C%_test_capacity_SOURCES = %D%/test_capacity.c $(capacity_kit) %D%/leak.h
%C%_test_capacity_CFLAGS = $(test_cflags)
%C%_test_capacity_LDADD = $(capacity_libs)

%C%_test_milp_SOURCES = %D%/test_milp.c $(capacity_kit) %D%/failing.c %D%/failing.h %D%/leak.h
%C%_test_milp_CFLAGS = $(test_cflags)
%C%_test_milp_LDFLAGS = $(failing_ldflags) -Wl,--wrap=pthread_create
%C%_test_milp_LDADD = libcapacity.la $(make_libs)

%C%_test_capacity_price_SOURCES = %D%/test_capacity_price.c $(capacity_kit) %D%/leak.h
%C%_test_capacity_price_CFLAGS = $(test_cflags)
%C%_test_capacity_price_LDADD = $(capacity_libs)

%C%_test_capacity_cert_SOURCES = %D%/test_capacity_cert.c $(capacity_kit) %D%/leak.h
%C%_test_capacity_cert_CFLAGS = $(test_cflags)
%C%_test_capacity_cert_LDADD = libcapacity.la libnumeric.la $(make_libs)
endif

EXTRA_DIST += %D%/refuse %D%/fuzz/corpus/cert
TESTS += %D%/modmorph_check.sh %D%/hardened.sh
EXTRA_DIST += %D%/modmorph_check.sh %D%/hardened.sh
