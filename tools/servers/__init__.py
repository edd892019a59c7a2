"""Servers that tests and benchmarks start and stop by themselves, from packages."""
