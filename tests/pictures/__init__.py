"""Pictures of every page, kept and compared point by point."""
