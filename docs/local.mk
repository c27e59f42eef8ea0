## docs/: manual pages, and pages to read; installed as they lie here, so that their links and pictures hold.
dist_man_MANS += %D%/modmorph.1 %D%/modmorph-check.1
nobase_dist_doc_DATA += %D%/formats.md %D%/HACKING.md %D%/performance.md %D%/theory.md %D%/trust.md \
	%D%/pictures/critical_pairs.png %D%/pictures/inception_states.png %D%/pictures/module_d.png \
	%D%/pictures/module_d_bridge.png %D%/pictures/module_d_states.png %D%/pictures/narrow.png \
	%D%/pictures/residual.png %D%/pictures/trap.png %D%/pictures/trap_bridge.png
