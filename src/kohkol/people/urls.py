"""The addresses of this app's screens."""

from django.urls import URLPattern, URLResolver, path

from kohkol.people import accounts, audit_pages, officer_pages, views

app_name = "people"
urlpatterns: list[URLPattern | URLResolver] = [
    path("draf/<str:key>/", views.draft, name="draft"),
    path("", officer_pages.office, name="office"),
    path("petugas/", officer_pages.officers, name="officers"),
    path("petugas/terima/", officer_pages.admit, name="admit"),
    path("petugas/<int:number>/", officer_pages.officer, name="officer"),
    path("petugas/<int:number>/tautan/", officer_pages.make_password_link, name="password_link"),
    path("petugas/<int:number>/ponsel/", officer_pages.lose_devices, name="lose_devices"),
    path("petugas/<int:number>/tutup/", officer_pages.dismiss, name="dismiss"),
    path("akun/", accounts.account_list, name="accounts"),
    path("akun/tambah/", accounts.add, name="account_add"),
    path("akun/<int:number>/", accounts.change, name="account"),
    path("akun/<int:number>/sambungkan/", accounts.connect, name="account_connect"),
    path("akun/<int:number>/periksa/", accounts.check, name="account_check"),
    path("akun/<int:number>/tutup/", accounts.close, name="account_close"),
    path("jejak/", audit_pages.audit, name="audit"),
    path("jejak/periksa/", audit_pages.check_chain, name="check_chain"),
]
