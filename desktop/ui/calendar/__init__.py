"""巡查月历: what each item of the standard was, day by day."""
