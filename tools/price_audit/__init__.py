"""The price book held against the price data that other packages ship."""
