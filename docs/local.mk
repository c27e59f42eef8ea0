dist_man_MANS += %D%/modmorph-check.1
