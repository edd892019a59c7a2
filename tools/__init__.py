"""Tools for developers and for the demo: simulator, price audit, benchmarks, and servers for tests."""
