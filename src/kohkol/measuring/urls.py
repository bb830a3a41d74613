"""The addresses of this app's screens."""

from django.urls import URLPattern, URLResolver, path

from kohkol.measuring import views

app_name = "measuring"
urlpatterns: list[URLPattern | URLResolver] = [
    path("ringkasan/", views.latest, name="brief"),
    path("ringkasan/buat/", views.make, name="make_brief"),
    path("ringkasan/<int:number>/", views.brief, name="brief_of"),
    path("ringkasan/<int:number>.pdf", views.pdf, name="brief_pdf"),
]
