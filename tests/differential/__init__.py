"""Slow, plain references, and the random inputs on which they are compared with the rules pack."""
