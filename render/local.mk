## render/: what people see.
noinst_LTLIBRARIES += librender.la
librender_la_SOURCES = \
	%D%/bend.c %D%/bend_i.h \
	%D%/board.c \
	%D%/caption.c \
	%D%/certificate.c \
	%D%/diamond.c \
	%D%/frame.c %D%/frame_i.h \
	%D%/geometry.c %D%/geometry_i.h \
	%D%/label.c \
	%D%/layout.c \
	%D%/life.c \
	%D%/locale.c %D%/locale_i.h \
	%D%/naming.c \
	%D%/paint.c \
	%D%/palette_i.h \
	%D%/pdfdate.c %D%/finish_i.h \
	%D%/publish.c \
	%D%/routing.c \
	%D%/scene.c %D%/scene_i.h \
	%D%/sheet.c %D%/sheet_i.h \
	%D%/sketch.c %D%/sketch_i.h \
	%D%/states.c \
	%D%/svg.c \
	%D%/trace.c \
	%D%/wording.c %D%/wording_i.h
librender_la_CFLAGS = $(AM_CFLAGS) $(GVC_CFLAGS)
## Graphviz's plugins are linked and not loaded, so that its config file is never read.
librender_la_LIBADD = $(GVPLUGIN_LIBS) $(GVC_LIBS)
nobase_mminclude_HEADERS += %D%/diagrams.h %D%/draw.h
