"""What a station's day is, as pure code: facts, chain, cards and the rules of the services."""
