"""Servers for tests and benchmarks, which start and stop them. The programs come from Python packages."""
