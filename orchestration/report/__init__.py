"""The books on a terminal: the largest invoices, the reconciliation, and where to look next."""
