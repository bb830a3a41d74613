"""Names this app for Django."""

from django.apps import AppConfig


class FactsConfig(AppConfig):
    name = "kohkol.facts"
    label = "facts"
