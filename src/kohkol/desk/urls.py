"""The addresses of this app's screens."""

from django.urls import URLPattern, URLResolver, path

from kohkol.desk import issue_page, known, post_agency, sheet_page, views

app_name = "desk"
urlpatterns: list[URLPattern | URLResolver] = [
    path("", views.home, name="home"),
    path("isu/<int:issue_id>/", issue_page.issue_page, name="issue"),
    path("isu/<int:issue_id>/sudah-ada/", known.known_page, name="known"),
    path("isu/<int:issue_id>/lembar/<int:use_id>/batal/", known.undo_use_page, name="undo_use"),
    path("kiriman/<int:number>/perangkat/", post_agency.agency_of_post, name="post_agency"),
    path("lembar/<str:code>/bertumpu/", sheet_page.resting_page, name="resting"),
]
