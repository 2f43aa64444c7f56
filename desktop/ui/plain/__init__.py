"""Plain sections: a list of rows, the marked one beside it, and what may be done."""
