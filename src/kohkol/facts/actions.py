"""Every change to rows of facts: an action checks the permission, writes and records, in one transaction."""
