"""Names this app for Django."""

from django.apps import AppConfig


class IssuesConfig(AppConfig):
    name = "kohkol.issues"
    label = "issues"
