## cli/: the programs.  They are linked with the folders' libraries directly: they run from the
## build folder as they are.
noinst_LTLIBRARIES += libcli.la
libcli_la_SOURCES = \
	%D%/cli.h %D%/commands.c %D%/commands.h \
	%D%/apart.c %D%/apart.h %D%/folder.c %D%/folder.h %D%/help.c %D%/help.h %D%/hush.c %D%/hush.h \
	%D%/input.c %D%/input.h \
	%D%/json.c %D%/json.h \
	%D%/moved.c %D%/moved.h %D%/nearest.c %D%/notes.c %D%/notes.h %D%/operators.c %D%/operators.h %D%/options.c %D%/options.h %D%/output.c %D%/output.h \
	%D%/page_classify.c %D%/page_confluence.c %D%/page_draw.c %D%/page_explore.c %D%/page_feasible.c %D%/page_fold.c \
	%D%/page_morph.c %D%/page_plan.c %D%/page_prove.c %D%/page_reduce.c %D%/page_verify.c \
	%D%/report.c %D%/report.h %D%/signals.c %D%/signals.h

## modmorph: all arguments and all help, the commands that only look at graphs, and the way to the others.
bin_PROGRAMS += modmorph
modmorph_SOURCES = %D%/cmd_classify.c %D%/cmd_prove.c %D%/cmd_reduce.c %D%/main.c %D%/part.c %D%/threads.c %D%/threads.h
nodist_modmorph_SOURCES = %D%/places.h
modmorph_LDADD = libcli.la libprove.la libcheck.la librewrite.la libgraph.la

## Where the parts of an installation are as seen from each other.  Configured anew, it is made anew if it differs.
BUILT_SOURCES = %D%/places.h
CLEANFILES += %D%/places.h
%D%/places.h: Makefile
	$(AM_V_GEN)$(MKDIR_P) %D% && { \
	  echo '#define CLI_BIN_FOLDER "$(bindir)"'; \
	  echo '#define CLI_PART_FOLDER "$(pkglibexecdir)"'; } >$@.new
	@if cmp -s $@.new $@; then rm -f $@.new; touch $@; else mv -f $@.new $@; fi
$(modmorph_OBJECTS): %D%/places.h

## modmorph-all.so: the other commands; modmorph loads it (cli/part.c).
partdir = $(pkglibexecdir)
part_LTLIBRARIES = modmorph-all.la
modmorph_all_la_SOURCES = \
	%D%/assume.c %D%/assume.h %D%/bias.c %D%/bias.h %D%/border.c %D%/border.h %D%/part_all.c %D%/confluence.c %D%/confluence.h \
	%D%/cmd_confluence.c %D%/cmd_draw.c %D%/cmd_explore.c %D%/cmd_feasible.c %D%/cmd_fold.c %D%/cmd_morph.c %D%/cmd_verify.c \
	%D%/capacity_answer.c %D%/feasibility.c %D%/feasibility.h %D%/fold_report.c %D%/fold_report.h %D%/resize.c %D%/resize.h %D%/cmd_plan.c %D%/picture.c %D%/picture.h \
	%D%/ranks.c %D%/ranks.h %D%/sizes.c %D%/sizes.h %D%/weights.c %D%/weights.h
modmorph_all_la_LDFLAGS = $(AM_LDFLAGS) -module -shared -avoid-version -export-symbols-regex '^(modmorph_part|gv_fixLocale)$$'
modmorph_all_la_LIBADD = libcli.la librender.la libnumeric.la libcapacity.la libprove.la libcheck.la librewrite.la libgraph.la

## The judge: graph/ and libcheck, and nothing else (json.c is how it prints).
bin_PROGRAMS += modmorph-check
modmorph_check_SOURCES = %D%/check_main.c %D%/check_wanted.c %D%/check_wanted.h %D%/json.c %D%/json.h
modmorph_check_CFLAGS = $(AM_CFLAGS) $(HARD_CFLAGS) $(PIE_CFLAGS) # objects of its own, beside those of libcli
modmorph_check_LDADD = libcheck.la libplain.la
modmorph_check_LDFLAGS = $(AM_LDFLAGS) $(HARD_LDFLAGS)
