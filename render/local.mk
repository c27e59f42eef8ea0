## render/: what people see.
noinst_LTLIBRARIES += librender.la
librender_la_SOURCES =
librender_la_CFLAGS = $(AM_CFLAGS) $(GVC_CFLAGS)
librender_la_LIBADD = $(GVC_LIBS)
nobase_mminclude_HEADERS += %D%/draw.h
