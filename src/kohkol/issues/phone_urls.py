"""The addresses that an agency's officer opens on her phone."""

from django.urls import path

from kohkol.issues import phone_pages

app_name = "answers"
urlpatterns = [
    path("", phone_pages.mine, name="mine"),
    path("p/<int:request_id>/", phone_pages.one, name="one"),
    path("bukti/<int:evidence_id>/", phone_pages.evidence, name="evidence"),
    path("<str:secret>/", phone_pages.by_link, name="request"),
]
