## examples/: modules, trained convolutions, and a small program that uses the library.
example_modules = \
	%D%/bridge.dot %D%/darts_cell.dot %D%/inception.dot %D%/module_d.dot \
	%D%/morph_1c1.dot %D%/morph_1c1_2branch.dot %D%/morph_3c1.dot %D%/morph_3c3.dot \
	%D%/narrow.dot %D%/nasnet_cell.dot %D%/resnet_block.dot %D%/skeleton.dot %D%/two_hubs.dot %D%/unet.dot %D%/vgg_chain.dot
example_weights = \
	%D%/weights/README.md \
	%D%/weights/digits_16x16_3x3.npy \
	%D%/weights/digits_24x16_3x3.npy %D%/weights/digits_24x16_3x3.bias.npy \
	%D%/weights/digits_32x16_1x1.npy

nobase_dist_doc_DATA += $(example_modules) $(example_weights) %D%/reduce_module.c \
	%D%/all_modules.awk %D%/check_certificate.py %D%/check_capacity.py %D%/check_module.py %D%/onnx_to_dot.py

## It is linked as a user would link it: with the library and nothing else.
check_PROGRAMS += %D%/reduce_module
%C%_reduce_module_SOURCES = %D%/reduce_module.c
%C%_reduce_module_LDADD = libmodmorph.la
