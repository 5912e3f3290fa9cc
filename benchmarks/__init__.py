"""Measurements. Never part of a timed test; `make bench` runs them all."""
