## cli/: the programs.  They are linked with the folders' libraries directly: each is one file
## that runs from the build folder as it is.
noinst_LTLIBRARIES += libcli.la
libcli_la_SOURCES = \
	%D%/cli.h %D%/commands.h %D%/main.c \
	%D%/cmd_classify.c %D%/cmd_prove.c %D%/cmd_reduce.c \
	%D%/apart.c %D%/apart.h %D%/folder.c %D%/folder.h %D%/help.c %D%/help.h \
	%D%/input.c %D%/input.h \
	%D%/json.c %D%/json.h \
	%D%/nearest.c %D%/options.c %D%/options.h %D%/output.c %D%/output.h \
	%D%/report.c %D%/report.h

## modmorph: the commands that only look at graphs, and the way to the others.
bin_PROGRAMS += modmorph
modmorph_SOURCES = %D%/commands_few.c
modmorph_CPPFLAGS = $(AM_CPPFLAGS) -DPKGLIBEXECDIR='"$(pkglibexecdir)"'
modmorph_LDADD = libcli.la libprove.la libcheck.la librewrite.la libgraph.la

## modmorph-all: every command; modmorph calls it.
pkglibexec_PROGRAMS += modmorph-all
modmorph_all_SOURCES = \
	%D%/assume.c %D%/assume.h %D%/commands_all.c %D%/confluence.c %D%/confluence.h \
	%D%/cmd_confluence.c %D%/cmd_draw.c %D%/cmd_explore.c %D%/cmd_feasible.c %D%/cmd_fold.c %D%/cmd_morph.c %D%/cmd_verify.c \
	%D%/capacity_answer.c %D%/feasibility.c %D%/feasibility.h %D%/resize.c %D%/resize.h %D%/cmd_plan.c %D%/picture.c %D%/picture.h \
	%D%/ranks.c %D%/ranks.h %D%/weights.c %D%/weights.h
modmorph_all_LDADD = libcli.la librender.la libnumeric.la libcapacity.la libprove.la libcheck.la librewrite.la libgraph.la

## The judge: graph/ and libcheck, and nothing else (json.c is how it prints).
bin_PROGRAMS += modmorph-check
modmorph_check_SOURCES = %D%/check_main.c %D%/json.c %D%/json.h
modmorph_check_CFLAGS = $(AM_CFLAGS) # objects of its own, beside those of libcli
modmorph_check_LDADD = libcheck.la libgraph.la
