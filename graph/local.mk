## graph/: what a module is.
noinst_LTLIBRARIES += libgraph.la libreaders.la libplain.la
libreaders_la_SOURCES = \
	%D%/array.c %D%/array.h \
	%D%/attributes.c %D%/attributes_i.h \
	%D%/builder.c %D%/builder_attributes.c %D%/builder_i.h \
	%D%/column.c %D%/column.h \
	%D%/demand.c \
	%D%/dot_arrows.c %D%/dot_attributes.c %D%/dot_i.h %D%/dot_info.c %D%/dot_lex.c %D%/dot_list.c %D%/dot_lock.c %D%/dot_lock.h \
	%D%/dot_names.c %D%/dot_scan.c %D%/dot_skeleton.c %D%/dot_stream.c \
	%D%/dominators.c \
	%D%/edges.c \
	%D%/explain.c %D%/faults.c %D%/faults_i.h \
	%D%/foreign.c %D%/foreign_json.c %D%/format.c %D%/format_i.h \
	%D%/folder.c %D%/folder_contents.c %D%/folder_i.h \
	%D%/hubs.c \
	%D%/index.c %D%/index_i.h \
	%D%/jsonl.c \
	%D%/layer_names.c \
	%D%/module.c %D%/module_i.h \
	%D%/path.c %D%/path.h \
	%D%/read.c \
	%D%/refusal.c \
	%D%/spell.c \
	%D%/room.c %D%/room.h \
	%D%/status.c \
	%D%/text.c \
	%D%/unfinished.c %D%/unfinished_i.h \
	%D%/validate.c %D%/validate_i.h \
	%D%/word_values.c %D%/words.c %D%/words_check.c %D%/words_i.h %D%/words_parts.c %D%/words_read.c \
	%D%/write_dot.c
libreaders_la_CFLAGS = $(AM_CFLAGS) $(HARD_CFLAGS) $(CGRAPH_CFLAGS) $(JANSSON_CFLAGS)
libreaders_la_LIBADD = $(JANSSON_LIBS)
## DOT through libcgraph; and, for the judge, the same file with graph/plain in its place.
libgraph_la_SOURCES = %D%/dot_read.c
libgraph_la_CFLAGS = $(AM_CFLAGS) $(CGRAPH_CFLAGS)
libgraph_la_LIBADD = libreaders.la $(CGRAPH_LIBS)
libplain_la_SOURCES = %D%/dot_read.c %D%/plain/cgraph.h %D%/plain/graph.c %D%/plain/graph_i.h %D%/plain/read.c
libplain_la_CPPFLAGS = -I$(top_srcdir)/%D%/plain $(AM_CPPFLAGS)
libplain_la_CFLAGS = $(AM_CFLAGS) $(HARD_CFLAGS)
libplain_la_LIBADD = libreaders.la
nobase_mminclude_HEADERS += \
	%D%/builder.h %D%/demand.h %D%/dominators.h %D%/folder.h %D%/hubs.h %D%/module.h %D%/read.h %D%/refusal.h %D%/spell.h %D%/status.h \
	%D%/text.h %D%/unfinished.h %D%/write.h
