"""The report: what to do next, the reconciliation and the largest invoices, as text, JSON or Markdown."""
