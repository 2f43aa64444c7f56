"""补录: a sheet of an emergency register typed in as it lies on the counter."""
