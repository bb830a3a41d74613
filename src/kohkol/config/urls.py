"""The addresses of the whole product."""

from django.conf import settings
from django.urls import URLPattern, URLResolver, include, path

from kohkol.look.gallery import gallery

urlpatterns: list[URLPattern | URLResolver] = [
    path("akun/", include("allauth.urls")),
    path("bahasa/", include("django.conf.urls.i18n")),
    path("meja/", include("kohkol.desk.urls")),
    path("meja/dengar/", include("kohkol.listening.urls")),
    path("meja/sudah-ada/", include("kohkol.matching.urls")),
    path("meja/isu/", include("kohkol.issues.urls")),
    path("meja/fakta/", include("kohkol.facts.urls")),
    path("meja/pesan/", include("kohkol.publishing.urls")),
    path("meja/ukur/", include("kohkol.measuring.urls")),
    path("meja/kantor/", include("kohkol.people.urls")),
    path("t/", include("kohkol.issues.phone_urls")),
    path("s/", include("kohkol.facts.phone_urls")),
    path("", include("kohkol.public.urls")),
]

if settings.DEBUG:
    urlpatterns.insert(0, path("galeri/", gallery))
