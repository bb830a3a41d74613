"""The addresses of the public site. They are permanent: what was once printed or forwarded keeps working."""

from django.urls import URLPattern, URLResolver, path

from kohkol.public import open_data, pages, sheet_pages

app_name = "public"
urlpatterns: list[URLPattern | URLResolver] = [
    path("", pages.home, name="home"),
    path("lembar", pages.all_sheets, name="all"),
    path("f/<str:code>.json", open_data.sheet_json, name="sheet_json"),
    path("f/<str:code>", sheet_pages.sheet, name="sheet"),
    path("f/<str:code>/<int:number>/", sheet_pages.version, name="version"),
    path("f/<str:code>/<int:number>/bukti/<int:evidence_id>", sheet_pages.evidence_file, name="evidence"),
    path("pesan/<int:page_id>-<slug:slug>/", pages.message, name="message"),
    path("pesan/<int:page_id>/gambar/<int:number>", pages.picture, name="picture"),
    path("akun-resmi", pages.accounts, name="accounts"),
    path("tentang", pages.about, name="about"),
    path("umpan.atom", open_data.feed, name="feed"),
    path("api/lembar.json", open_data.list_json, name="list_json"),
    path("sitemap.xml", open_data.site_map, name="site_map"),
    path("robots.txt", open_data.robots, name="robots"),
]
