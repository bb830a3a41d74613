"""Reading Indonesian: what a post says, asks and needs."""
