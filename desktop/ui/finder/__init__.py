"""Ctrl+K: one field for people, pages and what may be done."""
