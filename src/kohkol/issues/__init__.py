"""Issues, triage, fact requests and their evidence."""
