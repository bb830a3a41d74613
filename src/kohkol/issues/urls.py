"""The addresses of this app's screens; the page of one issue is the desk's, since it combines apps."""

from django.urls import path

from kohkol.issues import request_pages, steps, stream_page

app_name = "issues"
urlpatterns = [
    path("", stream_page.stream, name="list"),
    path("unduh.<str:form>", stream_page.download, name="download"),
    path("buka/", stream_page.open_page, name="open"),
    path("percakapan/<int:story_id>/", stream_page.judge_story, name="judge_story"),
    path("<int:issue_id>/langkah/<slug:name>/", steps.step_page, name="step"),
    path("<int:issue_id>/saya/", steps.own_it, name="own_it"),
    path("<int:issue_id>/unggahan/<int:post_id>/", steps.place_post, name="place_post"),
    path("<int:issue_id>/usulan/<int:story_id>/", steps.judge_suggestion, name="judge_suggestion"),
    path("<int:issue_id>/tanya/", request_pages.ask_page, name="ask"),
    path("permintaan/<int:request_id>/tautan/", request_pages.renew_link, name="renew_link"),
    path("permintaan/<int:request_id>/kode/", request_pages.tell_code, name="tell_code"),
    path("permintaan/<int:request_id>/batal/", request_pages.withdraw_page, name="withdraw"),
    path("permintaan/<int:request_id>/lengkapi/", request_pages.ask_again_page, name="ask_again"),
    path("permintaan/<int:request_id>/selesai/", request_pages.settle_returned, name="settle"),
    path("bukti/<int:evidence_id>/", request_pages.evidence_file, name="evidence"),
]
