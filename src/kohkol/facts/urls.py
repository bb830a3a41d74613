"""The addresses of this app's screens on the desk; those of a data owner's phone are in `phone_urls.py`."""

from django.urls import URLPattern, URLResolver, path

from kohkol.facts import desk_pages, naming_pages, step_pages, use_pages, write_pages

app_name = "facts"
urlpatterns: list[URLPattern | URLResolver] = [
    path("", desk_pages.list_page, name="list"),
    path("baru/", write_pages.new_page, name="new"),
    path("pratinjau/", write_pages.preview, name="preview"),
    path("periksa/", write_pages.check, name="check"),
    path("izin/<int:permit_id>/", naming_pages.decide, name="decide_permit"),
    path("bukti/<int:evidence_id>/", desk_pages.evidence_file, name="evidence"),
    path("pakai/<int:issue_id>/", use_pages.use, name="use"),
    path("<str:code>/", desk_pages.sheet_page, name="sheet"),
    path("<str:code>/perbaiki/", step_pages.correct, name="correct"),
    path("<str:code>/<int:number>/tulis/", write_pages.edit_page, name="edit"),
    path("<str:code>/<int:number>/izin/", naming_pages.ask, name="ask_permit"),
    path("<str:code>/<int:number>/minta-tanda-tangan/", step_pages.ask_page, name="ask"),
    path("<str:code>/<int:number>/tautan/", step_pages.renew_link, name="renew_link"),
    path("<str:code>/<int:number>/kode/", step_pages.tell_code, name="tell_code"),
    path("<str:code>/<int:number>/ambil-kembali/", step_pages.take_back_page, name="take_back"),
    path("<str:code>/<int:number>/tarik/", step_pages.withdraw_page, name="withdraw"),
]
