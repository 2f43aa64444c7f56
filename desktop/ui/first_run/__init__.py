"""The first start: a guide of five steps, always in view."""
