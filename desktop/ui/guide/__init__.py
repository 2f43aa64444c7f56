"""Ctrl+H: the user guide, read in the window."""
