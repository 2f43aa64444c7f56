"""The page of settings: how this machine is used, and what stands at it."""
