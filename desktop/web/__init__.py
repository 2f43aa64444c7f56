"""The pages that a station serves to phones: check-in, one's own card, one's own data. They work without a script."""
