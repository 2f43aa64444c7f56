"""The visitor's screen: a second window, for whoever stands before the counter."""
