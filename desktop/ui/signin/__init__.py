"""Who is at the counter: a named operator with a PIN."""
