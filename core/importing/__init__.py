"""Files of rows that people bring: read, tried dry, taken, reported."""
