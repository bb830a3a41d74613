"""The compiled part of the radar: small functions over the tables, one module per step of a post's way."""
