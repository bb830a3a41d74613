"""A stream of posts becomes copies, stories, bursts and campaigns."""
