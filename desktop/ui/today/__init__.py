"""今日: what needs me now."""
