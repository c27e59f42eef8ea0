## prove/: why the answer is right.
noinst_LTLIBRARIES += libprove.la
libprove_la_SOURCES =

## The judge: certificate reader and checker, above graph/ and nothing else.
noinst_LTLIBRARIES += libcheck.la
libcheck_la_SOURCES =
nobase_mminclude_HEADERS += %D%/bridge.h %D%/cert.h %D%/check.h %D%/make.h
