"""今日工作简报: the text for the work group."""
