## docs/: manual pages, and pages to read.
dist_man_MANS += %D%/modmorph.1 %D%/modmorph-check.1
dist_doc_DATA += %D%/formats.md %D%/HACKING.md %D%/performance.md
EXTRA_DIST += %D%/pictures/module_d.png %D%/pictures/module_d_bridge.png
