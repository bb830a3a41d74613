"""Names this app for Django."""

from django.apps import AppConfig


class PeopleConfig(AppConfig):
    name = "kohkol.people"
    label = "people"
