"""Papers: frozen data of `desktop.core.papers` in, PDF bytes out; the same data gives the same bytes."""
