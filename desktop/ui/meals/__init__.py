"""用餐核销: may this person eat for 9.90."""
