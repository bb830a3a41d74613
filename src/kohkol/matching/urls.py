"""The addresses of this app's screens."""

from django.urls import URLPattern, URLResolver, path

from kohkol.matching import pages

app_name = "matching"
urlpatterns: list[URLPattern | URLResolver] = [
    path("", pages.search_page, name="search"),
    path("bagian/", pages.part, name="part"),
    path("percakapan/<int:story_id>/", pages.story_part, name="story"),
    path("nilai/", pages.judge_page, name="judge"),
    path("koreksi/", pages.corrections_page, name="corrections"),
    path("koreksi/<int:judgement_id>/batal/", pages.undo_page, name="undo"),
]
