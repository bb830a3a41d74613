"""Hashes passwords as in real work, but in a moment: one round in place of a million."""

from django.contrib.auth.hashers import PBKDF2PasswordHasher


class QuickPasswords(PBKDF2PasswordHasher):
    iterations = 1
