"""A post or a question finds the claims and fact sheets that answer it."""
