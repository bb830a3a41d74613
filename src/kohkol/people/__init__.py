"""Agencies, officers, roles, sign-in, official accounts, office calendar, audit trail."""
