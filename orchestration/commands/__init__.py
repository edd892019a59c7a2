"""What a command prints: one module a command of `tokenbooks`."""
