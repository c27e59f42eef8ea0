## Tests of cli/: the programs as people run them.
golden_tests = \
	%D%/golden_child.sh \
	%D%/golden_classify.sh \
	%D%/golden_confluence.sh \
	%D%/golden_docs.sh \
	%D%/golden_draw.sh \
	%D%/golden_examples.sh \
	%D%/golden_explore.sh \
	%D%/golden_files.sh \
	%D%/golden_formats.sh \
	%D%/golden_folders.sh \
	%D%/golden_hosts.sh \
	%D%/golden_install.sh \
	%D%/golden_json.sh \
	%D%/golden_machine.sh \
	%D%/golden_names.sh \
	%D%/golden_options.sh \
	%D%/golden_prove.sh \
	%D%/golden_quiet.sh \
	%D%/golden_reduce.sh \
	%D%/golden_plan.sh %D%/golden_weights.sh %D%/golden_words.sh \
	%D%/independent.sh
if HAVE_CRITERION
check_PROGRAMS += %D%/test_moved
TESTS += %D%/test_moved
%C%_test_moved_SOURCES = %D%/test_moved.c %D%/leak.h
%C%_test_moved_CFLAGS = $(test_cflags)
%C%_test_moved_LDADD = libcli.la $(test_libs)
endif
TESTS += $(golden_tests)
EXTRA_DIST += %D%/json_fields.awk %D%/low_rank.sh %D%/npy.sh %D%/session.awk %D%/tap.sh %D%/independent.py $(golden_tests)

## Programs that use the library, as a host would: linked with libmodmorph itself.
check_PROGRAMS += %D%/hosts/glpk_host %D%/hosts/locale_host
%C%_hosts_glpk_host_SOURCES = %D%/hosts/glpk_host.c
%C%_hosts_glpk_host_LDADD = libmodmorph.la $(GLPK_LIBS)
%C%_hosts_locale_host_SOURCES = %D%/hosts/locale_host.c
%C%_hosts_locale_host_LDADD = libmodmorph.la
