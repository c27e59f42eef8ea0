## Tests of graph/.
if HAVE_CRITERION
graph_tests = \
	%D%/test_array \
	%D%/test_builder \
	%D%/test_dominators \
	%D%/test_dot_corpus \
	%D%/test_dot_dialects \
	%D%/test_dot_graphs \
	%D%/test_dot_plain \
	%D%/test_dot_read \
	%D%/test_dot_scan \
	%D%/test_dot_write \
	%D%/test_edges \
	%D%/test_jsonl \
	%D%/test_layer_names \
	%D%/test_module \
	%D%/test_oom_graph \
	%D%/test_read \
	%D%/test_refusal \
	%D%/test_spell \
	%D%/test_folder \
	%D%/test_status \
	%D%/test_text \
	%D%/test_words
check_PROGRAMS += $(graph_tests)
TESTS += $(graph_tests)

## graph/plain by names of its own, beside libcgraph.
check_LTLIBRARIES += libdotplain.la
libdotplain_la_SOURCES = graph/dot_read.c graph/plain/graph.c graph/plain/read.c %D%/dot_dump.c %D%/dot_dump.h
libdotplain_la_CPPFLAGS = -I$(top_srcdir)/graph/plain -Dmm_dot_read_at=mm_plain_read_at -Ddot_dump=dot_dump_plain $(AM_CPPFLAGS)
libdotplain_la_LIBADD = libreaders.la
%C%_test_dot_plain_SOURCES = %D%/test_dot_plain.c %D%/dot_dump.c %D%/dot_dump.h %D%/failing.c %D%/failing.h %D%/leak.h
%C%_test_dot_plain_CFLAGS = $(test_cflags) $(CGRAPH_CFLAGS)
%C%_test_dot_plain_LDFLAGS = $(failing_ldflags)
%C%_test_dot_plain_LDADD = libdotplain.la libgraph.la $(test_libs)

%C%_test_array_SOURCES = %D%/test_array.c %D%/failing.c %D%/failing.h %D%/leak.h
%C%_test_array_CFLAGS = $(test_cflags)
%C%_test_array_LDFLAGS = $(failing_ldflags)
%C%_test_array_LDADD = libgraph.la $(test_libs)

%C%_test_builder_SOURCES = %D%/test_builder.c %D%/leak.h
%C%_test_builder_CFLAGS = $(test_cflags)
%C%_test_builder_LDADD = libgraph.la $(test_libs)

%C%_test_oom_graph_SOURCES = %D%/test_oom_graph.c %D%/failing.c %D%/failing.h %D%/leak.h
%C%_test_oom_graph_CFLAGS = $(test_cflags)
%C%_test_oom_graph_LDFLAGS = $(failing_ldflags)
%C%_test_oom_graph_LDADD = libgraph.la $(test_libs)

%C%_test_read_SOURCES = %D%/test_read.c %D%/leak.h
%C%_test_read_CFLAGS = $(test_cflags)
%C%_test_read_LDADD = libgraph.la $(test_libs)

%C%_test_layer_names_SOURCES = %D%/test_layer_names.c %D%/failing.c %D%/failing.h %D%/leak.h
%C%_test_layer_names_CFLAGS = $(test_cflags)
%C%_test_layer_names_LDFLAGS = $(failing_ldflags)
%C%_test_layer_names_LDADD = libgraph.la $(test_libs)

%C%_test_refusal_SOURCES = %D%/test_refusal.c %D%/failing.c %D%/failing.h %D%/leak.h
%C%_test_refusal_CFLAGS = $(test_cflags)
%C%_test_refusal_LDFLAGS = $(failing_ldflags)
%C%_test_refusal_LDADD = libgraph.la $(test_libs)

%C%_test_spell_SOURCES = %D%/test_spell.c %D%/leak.h
%C%_test_spell_CFLAGS = $(test_cflags)
%C%_test_spell_LDADD = libgraph.la $(test_libs)

%C%_test_status_SOURCES = %D%/test_status.c %D%/leak.h
%C%_test_status_CFLAGS = $(test_cflags)
%C%_test_status_LDADD = libgraph.la $(test_libs)

%C%_test_dominators_SOURCES = %D%/test_dominators.c %D%/leak.h
%C%_test_dominators_CFLAGS = $(test_cflags)
%C%_test_dominators_LDADD = libgraph.la $(test_libs)

%C%_test_edges_SOURCES = %D%/test_edges.c %D%/leak.h
%C%_test_edges_CFLAGS = $(test_cflags)
%C%_test_edges_LDADD = libgraph.la $(test_libs)

%C%_test_jsonl_SOURCES = %D%/test_jsonl.c %D%/leak.h
%C%_test_jsonl_CFLAGS = $(test_cflags) $(JANSSON_CFLAGS)
%C%_test_jsonl_LDADD = libgraph.la $(test_libs) $(JANSSON_LIBS)
EXTRA_DIST += %D%/data/invalid.jsonl

%C%_test_words_SOURCES = %D%/test_words.c %D%/failing.c %D%/failing.h %D%/leak.h
%C%_test_words_CFLAGS = $(test_cflags)
%C%_test_words_LDFLAGS = $(failing_ldflags)
%C%_test_words_LDADD = libgraph.la $(test_libs)

%C%_test_module_SOURCES = %D%/test_module.c %D%/leak.h
%C%_test_module_CFLAGS = $(test_cflags)
%C%_test_module_LDADD = libgraph.la $(test_libs)

%C%_test_folder_SOURCES = %D%/test_folder.c %D%/failing.c %D%/failing.h %D%/leak.h
%C%_test_folder_CFLAGS = $(test_cflags)
%C%_test_folder_LDFLAGS = $(failing_ldflags) -Wl,--wrap=renameat2,--wrap=rename
%C%_test_folder_LDADD = libgraph.la $(test_libs)

%C%_test_text_SOURCES = %D%/test_text.c %D%/failing.c %D%/failing.h %D%/leak.h
%C%_test_text_CFLAGS = $(test_cflags)
%C%_test_text_LDFLAGS = $(failing_ldflags)
%C%_test_text_LDADD = libgraph.la $(test_libs)

%C%_test_dot_graphs_SOURCES = %D%/test_dot_graphs.c %D%/failing.c %D%/failing.h %D%/leak.h
%C%_test_dot_graphs_CFLAGS = $(test_cflags)
%C%_test_dot_graphs_LDFLAGS = $(failing_ldflags)
%C%_test_dot_graphs_LDADD = libgraph.la $(test_libs)

%C%_test_dot_read_SOURCES = %D%/test_dot_read.c %D%/failing.c %D%/failing.h %D%/leak.h
%C%_test_dot_read_CFLAGS = $(test_cflags)
%C%_test_dot_read_LDFLAGS = $(failing_ldflags)
%C%_test_dot_read_LDADD = libgraph.la $(test_libs)

%C%_test_dot_dialects_SOURCES = %D%/test_dot_dialects.c %D%/leak.h
%C%_test_dot_dialects_CFLAGS = $(test_cflags) $(CGRAPH_CFLAGS)
%C%_test_dot_dialects_LDADD = libgraph.la $(test_libs) $(CGRAPH_LIBS)

%C%_test_dot_scan_SOURCES = %D%/test_dot_scan.c %D%/leak.h
%C%_test_dot_scan_CFLAGS = $(test_cflags) $(CGRAPH_CFLAGS)
%C%_test_dot_scan_LDADD = libgraph.la $(test_libs) $(CGRAPH_LIBS)

%C%_test_dot_corpus_SOURCES = %D%/test_dot_corpus.c %D%/leak.h
%C%_test_dot_corpus_CFLAGS = $(test_cflags) $(JANSSON_CFLAGS)
%C%_test_dot_corpus_LDADD = libgraph.la $(test_libs) $(JANSSON_LIBS)

%C%_test_dot_write_SOURCES = %D%/test_dot_write.c %D%/failing.c %D%/failing.h %D%/leak.h
%C%_test_dot_write_CFLAGS = $(test_cflags)
%C%_test_dot_write_LDFLAGS = $(failing_ldflags)
%C%_test_dot_write_LDADD = libgraph.la $(test_libs)
endif
EXTRA_DIST += %D%/fuzz/corpus/dot
