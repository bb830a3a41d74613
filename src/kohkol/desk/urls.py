"""The addresses of this app's screens."""

from django.urls import URLPattern, URLResolver, path

from kohkol.desk import views

app_name = "desk"
urlpatterns: list[URLPattern | URLResolver] = [path("", views.home, name="home")]
