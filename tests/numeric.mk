## Tests of numeric/.
