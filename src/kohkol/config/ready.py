"""Importing this makes Django ready: the first import of a command that works with rows."""

import os

import django
from django.apps import apps

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kohkol.config.settings")
if not apps.ready:
    django.setup()
