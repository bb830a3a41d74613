"""The addresses of this app's screens."""

from django.urls import URLPattern, URLResolver

app_name = "measuring"
urlpatterns: list[URLPattern | URLResolver] = []
