"""What computes: no Django, no network; time and randomness are arguments."""
