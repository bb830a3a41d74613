"""The gallery beside the product's own addresses."""

from django.urls import include, path

from kohkol.look.gallery import gallery

urlpatterns = [path("galeri/", gallery), path("", include("kohkol.config.urls"))]
