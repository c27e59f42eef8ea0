## `make coverage` after configure --enable-code-coverage: all tests, lcov's pages, and the lines run by folder.
EXTRA_DIST += %D%/coverage.awk
coverage:
	$(MAKE) check-code-coverage
	@$(AWK) -v top="$$(cd '$(srcdir)' && pwd)" -f $(srcdir)/%D%/coverage.awk $(PACKAGE_NAME)-$(PACKAGE_VERSION)-coverage.info
.PHONY: coverage
