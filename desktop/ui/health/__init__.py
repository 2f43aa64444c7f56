"""体检就医: slips on a board by state, whom to call today, a new slip."""
