"""The whole product, driven in a real browser by people in their roles, against a real server of a social network."""
