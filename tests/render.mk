## Tests of render/.
EXTRA_DIST += %D%/lsan.supp
if HAVE_CRITERION
render_tests = %D%/test_draw %D%/test_geometry %D%/test_scene %D%/test_wording
check_PROGRAMS += $(render_tests)
TESTS += $(render_tests)
render_libs = librender.la libprove.la librewrite.la libgraph.la $(test_libs)

%C%_test_draw_SOURCES = %D%/test_draw.c %D%/xml.c %D%/xml.h %D%/leak.h
%C%_test_draw_CFLAGS = $(test_cflags)
%C%_test_draw_LDADD = $(render_libs)

%C%_test_geometry_SOURCES = %D%/test_geometry.c %D%/leak.h
%C%_test_geometry_CFLAGS = $(test_cflags)
%C%_test_geometry_LDADD = $(render_libs)

%C%_test_scene_SOURCES = %D%/test_scene.c %D%/leak.h
%C%_test_scene_CFLAGS = $(test_cflags)
%C%_test_scene_LDADD = $(render_libs)

%C%_test_wording_SOURCES = %D%/test_wording.c %D%/leak.h
%C%_test_wording_CFLAGS = $(test_cflags)
%C%_test_wording_LDADD = $(render_libs)
endif
