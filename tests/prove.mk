## Tests of prove/.
