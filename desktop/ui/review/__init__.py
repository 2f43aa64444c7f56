"""迎检模式: what a visiting inspector is shown."""
