## Tests of rewrite/.
