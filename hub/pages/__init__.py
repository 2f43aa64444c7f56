"""The supervisors' pages, rendered here and sent whole: one module a page, no script, no other host."""
