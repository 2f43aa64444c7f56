"""The encrypted database of a station: one file that holds logs, private and derived tables."""
