"""A dialogue and what went on beside it, over the years."""
