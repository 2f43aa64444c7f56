"""The use cases of a station, one module each. The window and the commands call these and nothing below."""
