noinst_LTLIBRARIES += librewrite.la
librewrite_la_SOURCES =
nobase_mminclude_HEADERS += %D%/derivation.h %D%/reduce.h %D%/tree.h
