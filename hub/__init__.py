"""The hub: takes facts from devices, judges them, and hands back what each site needs."""
