## prove/: why the answer is right.
noinst_LTLIBRARIES += libprove.la
libprove_la_SOURCES = \
	%D%/bridge.c \
	%D%/complexity.c %D%/complexity_i.h %D%/complexity_frame.c %D%/complexity_graph.c %D%/matching.c %D%/minimal.c \
	%D%/make.c %D%/make_capacity.c %D%/make_graph.c %D%/make_i.h \
	%D%/choice.c %D%/critical.c %D%/critical_gluing.c %D%/critical_i.h %D%/explore.c %D%/join.c %D%/match.c %D%/production.c \
	%D%/small.c %D%/tally.c

## The judge: certificate reader and checker, above graph/ and nothing else.
noinst_LTLIBRARIES += libcheck.la
libcheck_la_SOURCES = \
	%D%/cert.c %D%/cert_i.h %D%/cert_read.c %D%/cert_write.c \
	%D%/cert_scan.c %D%/cert_scan_i.h %D%/cert_sink.c %D%/cert_sink_i.h \
	%D%/cert_witness.c %D%/cert_witness_i.h %D%/cert_bridge.c %D%/cert_complexity.c %D%/cert_steps.c \
	%D%/check.c %D%/check_i.h %D%/check_bridge.c %D%/check_chains.c %D%/check_complexity.c %D%/check_dominators.c \
	%D%/check_graph.c %D%/check_steps.c %D%/check_wanted.c \
	%D%/cert_capacity.c %D%/check_capacity_i.h %D%/check_demand.c %D%/check_feasible.c %D%/check_infeasible.c
libcheck_la_CFLAGS = $(AM_CFLAGS) $(HARD_CFLAGS)
nobase_mminclude_HEADERS += \
	%D%/bridge.h %D%/cert.h %D%/check.h %D%/complexity.h %D%/make.h \
	%D%/choice.h %D%/critical.h %D%/explore.h %D%/match.h %D%/production.h %D%/small.h \
	%D%/tally.h

## Plans, repairs and sizes: the only part that needs GLPK, apart so that modmorph starts without it.
noinst_LTLIBRARIES += libcapacity.la
libcapacity_la_SOURCES = \
	%D%/capacity.c %D%/capacity_flow.c %D%/capacity_glpk.c %D%/capacity_i.h %D%/capacity_milp.c \
	%D%/capacity_model.c %D%/capacity_price.c %D%/capacity_repair.c %D%/capacity_size.c %D%/capacity_route.c %D%/capacity_site.c %D%/capacity_verify.c %D%/milp_i.h
libcapacity_la_LIBADD = $(GLPK_LIBS)
nobase_mminclude_HEADERS += %D%/capacity.h
