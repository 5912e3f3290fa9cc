"""Mutation testing of the pack's questions and rules: ``python -m benchmarks.mutation``."""
