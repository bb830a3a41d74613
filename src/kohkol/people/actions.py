"""Every change to rows of people: an action checks the permission, writes and records, in one transaction."""
