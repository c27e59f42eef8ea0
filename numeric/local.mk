## numeric/: what the layers compute.
noinst_LTLIBRARIES += libnumeric.la
libnumeric_la_SOURCES = \
	%D%/blas.c %D%/blas_i.h \
	%D%/convolve.c %D%/convolve_i.h \
	%D%/filter.c \
	%D%/filter_compose.c \
	%D%/fold.c %D%/fold_i.h \
	%D%/fold_channels.c \
	%D%/folded.c \
	%D%/fold_noise.c \
	%D%/forward.c \
	%D%/npy.c %D%/npy_i.h \
	%D%/npy_foreign.c \
	%D%/npy_header.c \
	%D%/npy_write.c \
	%D%/plan.c %D%/plan_i.h \
	%D%/parent_i.h \
	%D%/probe.c \
	%D%/promise.c %D%/promise_i.h \
	%D%/promise_axis.c \
	%D%/random.c \
	%D%/sizes.c %D%/sizes_i.h \
	%D%/transfer.c %D%/transfer_i.h \
	%D%/verdict.c \
	%D%/verify.c \
	%D%/weights.c \
	%D%/weights_files.c %D%/weights_files_i.h \
	%D%/weights_module.c \
	%D%/weights_names.c %D%/weights_names_i.h \
	%D%/weights_said.c \
	%D%/weights_read.c \
	%D%/weights_write.c
libnumeric_la_CFLAGS = $(AM_CFLAGS) $(OPENBLAS_CFLAGS) $(LAPACKE_CFLAGS)
libnumeric_la_LIBADD = $(LAPACKE_LIBS) $(OPENBLAS_LIBS)
nobase_mminclude_HEADERS += \
	%D%/blas.h %D%/filter.h %D%/fold.h %D%/forward.h %D%/morph.h %D%/npy.h %D%/promise.h %D%/random.h \
	%D%/route.h %D%/verify.h %D%/weights.h

## Routing and morphing.
libnumeric_la_SOURCES += \
	%D%/active.c \
	%D%/balance.c \
	%D%/base.c \
	%D%/bases.c \
	%D%/child.c %D%/child_i.h \
	%D%/code.c \
	%D%/constants.c \
	%D%/draft.c %D%/draft_i.h \
	%D%/fill.c \
	%D%/flow.c %D%/flow_i.h \
	%D%/flow_cheapest.c \
	%D%/gauge.c \
	%D%/hub.c \
	%D%/hubs_check.c %D%/hubs_i.h \
	%D%/inverse.c \
	%D%/level.c \
	%D%/mix.c \
	%D%/morph.c \
	%D%/morph_hubs.c \
	%D%/necessary.c \
	%D%/rank.c %D%/rank_i.h \
	%D%/repair.c \
	%D%/roomy.c \
	%D%/route.c %D%/route_i.h \
	%D%/search.c \
	%D%/several.c \
	%D%/split.c \
	%D%/view.c %D%/view_i.h
