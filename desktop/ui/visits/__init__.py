"""服务登记: who has come, and what they used."""
