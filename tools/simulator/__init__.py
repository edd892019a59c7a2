"""A deterministic demo world: landing files of usage and bills, and a record of every disagreement between them."""
