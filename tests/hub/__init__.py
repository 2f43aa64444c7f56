"""The hub over real HTTP, on SQLite and on a real PostgreSQL."""
