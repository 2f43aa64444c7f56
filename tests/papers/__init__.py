"""Every number of every paper against an independent count over the journal (`tests/ledger.py`)."""
