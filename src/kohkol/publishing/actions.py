"""Every change to rows of publishing: an action checks the permission, writes and records, in one transaction."""
