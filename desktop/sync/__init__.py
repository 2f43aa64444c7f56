"""Copying to and from the hub: by network or by stick, without Qt, broken off anywhere and resumed."""
