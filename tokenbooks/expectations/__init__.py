"""Great Expectations suites for the raw tables. The module `suites` lists what each source must have.

The suites check what no later step can repair: that the raw tables agree with the ledger, and that the loaded data is
of the kind that the models expect. The models check single records.
"""
