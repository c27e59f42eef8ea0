## prove/: why the answer is right.
noinst_LTLIBRARIES += libprove.la
libprove_la_SOURCES = %D%/bridge.c %D%/make.c

## The judge: certificate reader and checker, above graph/ and nothing else.
noinst_LTLIBRARIES += libcheck.la
libcheck_la_SOURCES = \
	%D%/cert.c %D%/cert_i.h %D%/cert_read.c %D%/cert_write.c \
	%D%/check.c %D%/check_bridge.c %D%/check_graph.c %D%/check_i.h %D%/check_steps.c
nobase_mminclude_HEADERS += %D%/bridge.h %D%/cert.h %D%/check.h %D%/make.h
