"""Every change to rows of listening: an action checks the permission, writes and records, in one transaction."""
