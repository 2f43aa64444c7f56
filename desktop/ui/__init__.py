"""The window: passive views, presenters in plain Python, and what they are drawn with."""
