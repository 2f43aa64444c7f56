"""The commands of the contract: names, options, JSON keys and exit codes are a promise."""
