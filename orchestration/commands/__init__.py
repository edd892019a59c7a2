"""The commands of `tokenbooks`: one module per command, which runs it and prints its outcome."""
