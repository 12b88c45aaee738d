"""Benchmarks: what is measured, against what, on which texts. None of them is a test."""
