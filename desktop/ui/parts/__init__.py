"""Controls and small pieces that pages are put together from; each paints itself from the look."""
