"""Plain sections of the window, one a module: each asks the same services as the commands."""
