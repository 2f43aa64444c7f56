"""Practice: the way to it, what was tried, the page that says so, and the way back."""
