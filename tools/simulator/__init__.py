"""A deterministic demo world: landing files of usage and bills, with every disagreement between them on record."""
