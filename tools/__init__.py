"""Programs for those who make Tokenbooks, and the demo: simulator, price audit, benchmarks, servers for tests."""
