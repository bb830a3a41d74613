"""The addresses of the whole product."""

from django.urls import include, path

urlpatterns = [
    path("akun/", include("allauth.urls")),
    path("meja/", include("kohkol.desk.urls")),
    path("meja/dengar/", include("kohkol.listening.urls")),
    path("meja/isu/", include("kohkol.issues.urls")),
    path("meja/fakta/", include("kohkol.facts.urls")),
    path("meja/pesan/", include("kohkol.publishing.urls")),
    path("meja/ukur/", include("kohkol.measuring.urls")),
    path("meja/kantor/", include("kohkol.people.urls")),
    path("t/", include("kohkol.issues.phone_urls")),
    path("s/", include("kohkol.facts.phone_urls")),
    path("", include("kohkol.public.urls")),
]
