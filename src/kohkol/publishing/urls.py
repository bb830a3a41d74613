"""The addresses of this app's screens: messages, their review, and the ledger."""

from django.urls import URLPattern, URLResolver, path

from kohkol.publishing.views import composer, deliveries, files, messages, review

app_name = "publishing"
urlpatterns: list[URLPattern | URLResolver] = [
    path("", messages.message_list, name="list"),
    path("tulis/", messages.new_message, name="new"),
    path("<int:message_id>/", composer.composer, name="message"),
    path("<int:message_id>/kanal/", composer.add_channel, name="add_channel"),
    path("<int:message_id>/kanal/<int:variant_id>/hapus/", composer.remove_channel, name="remove_channel"),
    path("<int:message_id>/kanal/<int:variant_id>/periksa/", composer.check, name="check"),
    path("<int:message_id>/judul/", composer.retitle, name="retitle"),
    path("<int:message_id>/dasar/", composer.change_basis, name="change_basis"),
    path("<int:message_id>/arsip/", composer.archive, name="archive"),
    path("<int:message_id>/setujui/", review.review, name="review"),
    path("<int:message_id>/kembalikan/", review.give_back, name="return"),
    path("gambar/<int:media_id>/", files.picture, name="picture"),
    path("kirim/", deliveries.ledger, name="ledger"),
    path("kirim/unduh.<str:form>", deliveries.download, name="ledger_download"),
    path("kirim/<int:delivery_id>/", deliveries.delivery, name="delivery"),
    path("kirim/<int:delivery_id>/ponsel/", deliveries.on_the_phone, name="phone"),
    path("kirim/<int:delivery_id>/langkah/<slug:name>/", deliveries.take_step, name="step"),
    path("kirim/<int:delivery_id>/berkas/<int:number>/", files.sent_file, name="sent_file"),
    path("kirim/<int:delivery_id>/bukti/", files.proof, name="proof"),
]
