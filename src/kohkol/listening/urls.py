"""The addresses of this app's screens."""

from django.urls import URLPattern, URLResolver, path

from kohkol.listening.views import imports, one_post, posts, sources, stories

app_name = "listening"
urlpatterns: list[URLPattern | URLResolver] = [
    path("kiriman/", posts.search, name="search"),
    path("kiriman/ekspor.csv", posts.export, name="export"),
    path("kiriman/<int:number>/", one_post.post, name="post"),
    path("kiriman/<int:number>/betulkan/", one_post.correct, name="correct"),
    path("kiriman/<int:number>/hapus/", posts.erase, name="erase"),
    path("gambar/<int:number>/", one_post.picture, name="picture"),
    path("catat/", posts.note, name="note"),
    path("percakapan/", stories.stories, name="stories"),
    path("percakapan/<int:number>/", stories.story, name="story"),
    path("sumber/", sources.sources, name="sources"),
    path("sumber/tambah/", sources.add, name="source_add"),
    path("sumber/<int:number>/", sources.change, name="source_change"),
    path("impor/", imports.imports, name="imports"),
    path("impor/<int:number>/", imports.one_import, name="import"),
]
