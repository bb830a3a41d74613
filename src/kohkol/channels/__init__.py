"""Everything that talks to a foreign machine: one folder per network or hand-over, one contract for all of them."""
