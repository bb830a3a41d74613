"""The addresses that a data owner opens on her phone."""

from django.urls import path

from kohkol.facts import phone_pages

app_name = "signing"
urlpatterns = [
    path("", phone_pages.mine, name="mine"),
    path("lembar/<int:version_id>/", phone_pages.one, name="one"),
    path("bukti/<int:evidence_id>/", phone_pages.evidence, name="evidence"),
    path("<str:secret>/", phone_pages.by_link, name="link"),
]
