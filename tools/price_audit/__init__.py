"""Compares the price book with the price data in other packages."""
