"""Ctrl+/: every key that works here."""
