"""How fast the books are kept, as a ratio to the least work that DuckDB could do."""
