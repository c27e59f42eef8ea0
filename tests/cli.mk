## Tests of cli/.
