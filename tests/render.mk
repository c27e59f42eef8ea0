## Tests of render/.
