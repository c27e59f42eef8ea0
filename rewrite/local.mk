## rewrite/: how a module changes.
noinst_LTLIBRARIES += librewrite.la
librewrite_la_SOURCES = \
	%D%/derivation.c %D%/derivation_i.h \
	%D%/derivation_read.c \
	%D%/derivation_write.c \
	%D%/equation.c \
	%D%/node.c %D%/node_i.h \
	%D%/notation.c %D%/notation_i.h \
	%D%/parallel.c %D%/parallel_i.h \
	%D%/phrase.c %D%/phrase_i.h \
	%D%/reduce.c %D%/reducer_i.h \
	%D%/reduction.c %D%/reduction_i.h \
	%D%/replay.c %D%/replay_i.h \
	%D%/series.c %D%/series_i.h \
	%D%/single.c \
	%D%/tree.c %D%/tree_i.h
nobase_mminclude_HEADERS += %D%/derivation.h %D%/reduce.h %D%/tree.h
