"""The addresses of this app's screens."""

from django.urls import URLPattern, URLResolver, path

from kohkol.people import views

app_name = "people"
urlpatterns: list[URLPattern | URLResolver] = [path("draf/<str:key>/", views.draft, name="draft")]
