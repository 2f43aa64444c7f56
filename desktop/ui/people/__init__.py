"""服务对象: a new person with their card, who somebody is, and what may be done."""
