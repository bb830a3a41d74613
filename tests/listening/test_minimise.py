"""What was heard names nobody in handles and links."""

import pytest

from kohkol.listening.minimise import guess_network, nameless_url, without_handles


@pytest.mark.parametrize(
    ("url", "kept"),
    [
        ("https://x.com/siti/status/123?s=20", "https://x.com/i/status/123"),
        ("https://mobile.twitter.com/siti/status/123/photo/1", "https://x.com/i/status/123"),
        ("https://x.com/siti", ""),
        ("https://www.instagram.com/siti/reel/Cabc/?igsh=zz", "https://www.instagram.com/reel/Cabc/"),
        ("https://www.instagram.com/p/Cabc/", "https://www.instagram.com/p/Cabc/"),
        ("https://www.instagram.com/stories/siti/99/", ""),
        ("https://www.tiktok.com/@siti/video/77?lang=id", "https://www.tiktok.com/@/video/77"),
        ("https://vt.tiktok.com/ZSabc/", "https://vt.tiktok.com/ZSabc"),
        ("https://www.facebook.com/siti.aminah/posts/pfbid02abc", "https://www.facebook.com/pfbid02abc"),
        ("https://m.facebook.com/story.php?story_fbid=55&id=100001", "https://www.facebook.com/55"),
        ("https://www.facebook.com/siti/videos/88/", "https://www.facebook.com/watch/?v=88"),
        ("https://www.facebook.com/siti.aminah", ""),
        ("https://mastodon.social/@siti/1099", "https://mastodon.social/web/statuses/1099"),
        ("https://mastodon.social/users/siti/statuses/1099", "https://mastodon.social/web/statuses/1099"),
        ("https://snac.contoh/siti/p/1700.12", ""),
        ("https://www.youtube.com/watch?v=abc&ab_channel=Siti", "https://www.youtube.com/watch?v=abc"),
        ("https://www.youtube.com/@siti", ""),
        ("https://www.threads.net/@siti/post/Cx", "https://www.threads.net/t/Cx"),
        ("https://bsky.app/profile/siti.bsky.social/post/3k", ""),
        ("https://wa.me/628123456789", ""),
        ("https://media.contoh/2026/03/air-mati?utm_source=x&id=4", "https://media.contoh/2026/03/air-mati?id=4"),
        ("https://media.contoh/author/siti", ""),
        ("https://siti:rahasia@media.contoh/a", "https://media.contoh/a"),
        ("javascript:alert(1)", ""),
        ("https://[rusak", ""),
        ("", ""),
    ],
)
def test_an_address_keeps_the_post_and_loses_the_name(url, kept):
    assert nameless_url(url) == kept


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("@siti_99 airnya mati?", "@… airnya mati?"),
        ("tanya @siti@mastodon.social ya", "tanya @… ya"),
        ("(@siti)", "(@…)"),
        ("lihat https://x.com/siti/status/5 ya", "lihat https://x.com/i/status/5 ya"),
        ("lihat https://x.com/siti", "lihat [tautan]"),
        ("surat ke warga@contoh.id", "surat ke warga@contoh.id"),
        ("@PemprovLatihan kapan nyala?", "@PemprovLatihan kapan nyala?"),
        ("harga @ 5000", "harga @ 5000"),
    ],
)
def test_a_text_loses_handles_of_private_people(text, kept):
    assert without_handles(text, {"pemprovlatihan"}) == kept


@pytest.mark.parametrize(
    ("url", "network"),
    [
        ("https://www.instagram.com/p/x", "instagram"),
        ("https://vm.tiktok.com/x", "tiktok"),
        ("https://x.com/a/status/1", "x"),
        ("https://koran.contoh/a", "web"),
        ("", ""),
    ],
)
def test_the_network_is_guessed_from_the_link(url, network):
    assert guess_network(url) == network
