"""Every change to rows of measuring: readings and briefs."""
