## docs/: manual pages, and pages to read.
dist_man_MANS += %D%/modmorph.1 %D%/modmorph-check.1
dist_doc_DATA += %D%/formats.md %D%/HACKING.md %D%/performance.md %D%/theory.md %D%/trust.md
EXTRA_DIST += %D%/pictures
