"""Great Expectations suites for the raw tables. What each source must have is one table, `suites`.

They ask at the door what no later step can repair: did the loader write what the ledger says, and is this the kind of
data that the models expect. What is wrong with a single record is for the models to say.
"""
