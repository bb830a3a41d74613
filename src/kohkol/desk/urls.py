"""The addresses of this app's screens."""

from django.urls import URLPattern, URLResolver, path

from kohkol.desk import issue_page, sheet_page, views

app_name = "desk"
urlpatterns: list[URLPattern | URLResolver] = [
    path("", views.home, name="home"),
    path("isu/<int:issue_id>/", issue_page.issue_page, name="issue"),
    path("lembar/<str:code>/bertumpu/", sheet_page.resting_page, name="resting"),
]
