"""Every change to rows of issues: an action checks the permission, writes and records, in one transaction."""
