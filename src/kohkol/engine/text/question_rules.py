"""Word orders and small words that carry a question, over folded text: one thing that `questions.py` weighs.

A question mark alone is no proof (`siap bos??`), and most questions have none (`kapan cair`, `bener gak sih`, `kumaha
carana`). Reported questions (`menjelaskan bagaimana`), relative ones (`di mana mana`, `siapapun`) and complaints in
the form of a question (`gimana ga emosi`) do not count.
"""

import re
from functools import cache

_ASKERS = (
    r"apa|apakah|apaan|siapa|sapa|kapan|kpn|mana|dimana|kemana|darimana|berapa|brp|brapa|kenapa|knp|knapa|napa|mengapa"
    r"|bagaimana|bagaimanakah|gimana|gmn|gmna|gmana|bgmn|bagaimn|kok bisa|masa sih|naha|naon|saha|iraha|sabaraha"
    r"|kumaha|dimana|mendi"
    r"|kunaon|opo|sopo|kapan|piro|piye|kepiye|kepriye|pripun|neng endi|ngopo|nangapo|nopo|punapa|pundi|dmn|kmn"
)
_YES_NO = re.compile(
    r"\b(?:apakah|apa (?:benar|bener|betul|iya|ada|bisa|boleh|sudah|masih|harus|perlu|sih|ya)|(?:benar|bener"
    r"|betul|beneran|emang|memang|masa)"
    r"(?:kah)? ?(?:iya|sih|ya|gak|ga|gk|nggak|ngga|tidak|kah|bener|ada|nih)\b|\w{3,}kah\b|bisa (?:gak|ga|gk|nggak"
    r"|ngga|tidak|kah|ndak)\b"
    r"|boleh (?:gak|ga|gk|nggak|ngga|tidak|ndak)\b|ada (?:gak|ga|gk|nggak|yang tau|yg tau|yang tahu|yg tahu"
    r"|ngga)\b|ada yg tahu|yakin itu"
    r"|(?:gak|ga|gk|nggak|ngga|tidak|belum|blm|teu|ora|opo ora) (?:sih|ya|yah|kak|min|pak|bu|gan)\b|leres teu"
    r"|bener teu|opo bener|opo iyo"
    r"|iya (?:gak|ga|kah)|atau (?:belum|tidak|gak|ga|enggak|hoax|hoaks)\b|hoax atau|hoaks atau|atau fakta"
    r"|masih (?:berlaku|buka|dibuka|ada|bisa|boleh|lanjut|jalan) (?:gak|ga|gk|nggak|ngga|kah)\b"
    r"|(?:sudah|sdh|udah|udh|dah) (?:bisa|ada|buka|dibuka|cair|jadi|mulai|keluar|terima|dapat|dapet) (?:\w+ ){0,3}"
    r"(?:belum|blm)\b(?! (?:di\w+|ada|juga|pernah|bisa|cair|jadi))"
    r"|leres aya|^masak? (?:iya|sih|bikin|harus|bayar|cuma|baru|\w+ (?:harus|ga|gak))\b|emang\b.{3,60}\bya ?[?]*$"
    r"|aya nu (?:terang|apal|uninga|nyaho|tiasa)"
    r"|legal kah|is it|are there|do (?:i|we|you)"
    r"|what is|what are|how (?:to|do|can|much|long)|when (?:is|will|does)|where (?:is|can|do)|why (?:is|are|do"
    r"|does)|who (?:is|can))\b"
)
# Forms that ask wherever they stand, in four languages.
_ANYWHERE = re.compile(
    r"\b(?:(?:berapa|berapaan|brp|brapa|sabaraha|pinten|piro|pira)\b(?! pun\b)"
    r"|(?:lewat|liwat|arah|jalur|bagian|sebelah|hari|tanggal|tgl) mana\b(?! ?-?mana| pun)"
    r"|kapan (?:\w+ ){0,2}(?:nya|ya|yah|pak|bapak|bu|ibu|min|sih)\b"
    r"|apaan (?:sih|dah|ya|tuh|nih|tu)\b|(?:iraha|kunaon|naon|saha|kumaha)\b"
    r"|(?:ke ?mana|di ?mana|ka ?mana|neng ?endi|nang ?endi) (?:ya|yah|sih|min|kak|nih|toh|sekarang|skrg|lagi"
    r"|aja|saja|pak|bu)\b"
    r"|(?:apa|opo|naon|siapa|sopo) (?:aja|saja|wae|bae)\b|(?:ngurus|urus|lapor|daftar|bayar|beli|bawa|nggowo"
    r"|buat)\w* (?:ke |di |opo |apa "
    r"|naon )?(?:mana|opo|apa|naon)\b)"
)
_EITHER = re.compile(
    r"\b(?:(?:beneran|bener|benar|asli|fakta|resmi|hoax|hoaks|leres) (?:apa|atau|opo) (?:\w+ )?(?:penipuan|hoax"
    r"|hoaks|bukan"
    r"|palsu|tidak|gak|ga|ora|fakta|bohong|teu|henteu)|(?:hoax|hoaks|penipuan) (?:ga|gak|nggak|kah|ya|bukan|teu|ora)\b"
    r"|(?:yg|yang) (?:bener|benar|leres) .{1,60} atau \w+|(?:ngurus\w*|harus\w*|lapor|daftar|lewat|pakai"
    r"|pake) .{0,40}\batau"
    r" (?:ke |di |lewat |pakai |pake )?\w+ ?[?]*$)"
    r"|\b(?:emang|memang)nya\b|^(?:is|are|do|does|did|can|could|will|would|should|may) (?:the|there|i|we|you|it"
    r"|this|that|my|he|she|they)\b"
    r"|^(?:berarti|artinya)\b.{5,80}\bya ?[?]*$"
    r"|^ari\b.{1,60}\b(?:kedah|kudu|tiasa|meunang)\b|\b(?:can|acan)\b.{1,40}\bn?ya ?[?]*$"
)
_ENDS_YES_NO = re.compile(
    r"\b(?:gak|ga|gk|nggak|ngga|tidak|bukan sih|belum|blm|kah|bukan|teu|beneran|ora|kan|henteu|acan|urung)(?: (?:ya"
    r"|yah|sih|tuh|nih|deh|ya kak|min|kak|pak|bu))?\s*[?]*$"
)
_LEADING = re.compile(
    rf"(?:^|[.!?;:,\n]\s*|\b(?:min|kak|pak|bu|admin|gan|halo|hai|mas|mbak|mang|kang|teh|neng|ka|sis|bang|dok|tanya"
    rf"|nanya|tolong|bingung|ari kitu|tah"
    rf"|maaf|permisi|itu|ini|eta|ieu|terus|trus|terys|lalu|jadi|tapi|nah|lha|lah|katanya|yg|yang|neng saha"
    rf"|kira kira|kira-kira|kira2|ya allah|sampai|dari|untuk|buat|di|jam|isih|nya|sampe)\s+)"
    rf"(?:{_ASKERS})\b"
)
_CONFUSED = re.compile(
    r"\b(?:(?:^|min |kak |pak |bu |admin )ko[kq]? \w+|info\b.{1,60}\b(?:dong|donk|dunk) ?[?]*$"
    r"|(?:teu|ora|ra|gak?|tidak|nggak|ngga|can|acan) (?:ngartos"
    r"|ngarti|ngerti|mudeng|paham)"
    r"|(?:mau|mo|numpang|izin|ijin|pengen|ikut) (?:tanya|nanya|bertanya)|(?:nanya|tanya) (?:dong|donk|ya|min"
    r"|kak|nih|dulu)|mohon (?:info|informasi|penjelasan"
    r"|pencerahan|konfirmasi|klarifikasi)|(?:minta|info|bagi|share) (?:info|penjelasan|kejelasan|dong|donk|dunk)"
    r"|info (?:dong|nya|donk|min)|tolong (?:di)?(?:jelas\w*|info\w*"
    r"|klarifikasi)|masih bingung|bingung (?:nih|deh|saya|di|mau|cara|harus|gimana)|ga(?:k)? (?:ngerti|paham"
    r"|mudeng)|(?:nggak|tidak|kurang|gagal|blm|belum) (?:ngerti|paham|mengerti|mudeng)"
    r"|yang (?:benar|bener) (?:yang )?mana|yg (?:benar|bener) (?:yg )?mana|harus (?:cari |tanya |lapor |bayar "
    r"|daftar |ngadu )?(?:ke|di|gimana|apa)? ?mana"
    r"|cara(?:nya)? (?:\w+ ){0,6}(?:gimana|bagaimana|gmn|piye|kumaha|apa)|(?:gimana|bagaimana|gmn|piye"
    r"|kumaha) (?:cara|carana|carane|caranya|nasib|kelanjutan|prosedur|alur|kabar proyek|kalau|kalo)"
    r"|kok (?:bisa|beda|gak|ga|belum|blm|masih|malah|naik|mahal|tidak|jadi|cuma|harus|lampu|tarif|air|lama)"
    r"|kok \w+ (?:\w+ ){0,5}(?:sih|ya)\b|kok\b.*\?|syaratnya apa|apa (?:aja|saja) (?:sih )?(?:syarat\w*|ya)"
    r"|ada yang (?:tau|tahu)|ada yg (?:tau|tahu)|kapan (?:ya|sih|toh|cair|mulai|selesai\w*|dibuka|bisa|lagi"
    r"|terakhir)|sampai kapan|sampe kapan|jam berapa|sabaraha|brp (?:ya|sih|persen|biaya)|berapa (?:ya|sih|lama"
    r"|biaya|persen|tarif\w*))\b"
)
_NOT_ASKING = re.compile(
    r"\b(?:siapa (?:sangka|tahu|tau)\b|siapa (?:sih )?(?:yang|yg) peduli\b|kapan lagi bisa\b"
    r"|kenapa sih (?:hidup|gue|gw|aku|dia|kamu|lo|lu|cowok|cewek|orang)\b|^apa yang (?:di|ter)\w+"
    r"|(?:di|ke) ?mana(?: pun| saja berada)\b|(?:ditanya|bertanya-tanya|beberapa|seberapa"
    r"|entah) (?:\w+ ){0,2}(?:kapan|berapa|siapa"
    r"|kenapa|bagaimana|gimana|mana|apa)|(?:siapa|apa|kapan|mana|bagaimana|gimana|gmn|berapa|dimana|di mana)(?: ?pun\b)"
    r"|kumaha damang|apa boleh buat|^mana ada (?:yang|yg|maling|orang)\b"
    r"|(?:naon|saha) (?:wae|bae) (?:nu|ge)\b|kenapa harus (?:malu|takut|khawatir|ragu)\b|^mana (?:janji|bukti)\w*"
    r"|\bkok (?:enak|bagus|cantik|lucu|keren|sedap|seru|indah|asyik|asik) (?:ya|banget|sih)\b"
    r"|di ?mana ?-?\s?mana"
    r"|ke ?mana ?-?\s?mana|kapan ?-?\s?kapan|apa-apa|mana tahan|apa lagi coba|mau (?:gimana|bagaimana) lagi"
    r"|(?:gimana|gmn|bagaimana|siapa(?: sih)?|siapa yang|siapa yg|siapa sih yang|apa sih yang) (?:ga|gak|gk|nggak"
    r"|ngga|tidak|tak|enggak)\b|entah (?:kenapa|apa|siapa|bagaimana|mengapa)"
    r"|(?:menjelaskan|(?<!tolong )(?<!mohon )(?<!minta )jelaskan"
    r"|menjawab|menyebut\w*|mengumumkan|tahu|tau|mengetahui|ingat|soal|tentang|mengatakan"
    r"|sosialisasi\w*|paham|bilang|cerita|lihat|liat|peduli|amat mau|amat) (?:\w+ )?(?:kenapa|bagaimana|gimana"
    r"|mengapa|siapa|kapan|di mana|dimana|berapa|apa)|apa kabar|siapa cepat|bukan main|kurang apa|berapa pun"
    r"|apa adanya|(?:tidak|tak|gak|ga|nggak|ada) apa-apa|apa yang (?:saya|aku|kami|kita|dia|mereka|terjadi)\b)"
)
_THINGS_SAID = re.compile(
    r"^(?:siap|mantap|wow|wah|gila|hah|keren|semangat|setuju|amin|waduh|astaga|alhamdulillah|selamat|hore)\w*\W*$"
)
_ENDS_WITH_ASKER = re.compile(
    rf"\b(?:{_ASKERS}|sih|toh)(?: (?:ya|yah|sih|kak|min|pak|bu|toh|lagi|aja|saja|nih|gan|mas|mbak|dong|donk"
    rf"|lagi ya|siapa))*\s*[?]*$"
)


# A pattern is tried only where one of its words stands: most posts hold none, and the patterns are slow.
ASKS, DOUBTS, PLEADS, TAILS = 1, 2, 4, 8
_HINTS = {
    ASKS: _ASKERS.replace("kok bisa|masa sih|", "").replace("neng endi|", "").replace("|", " ") + " berapaan",
    DOUBTS: (
        "benar bener betul beneran emang memang masa boleh yakin apa apakah leres opo iya atau legal is "
        "are do what how when where why who sih yah kak min gak ga gk nggak ngga teu ora kah hoax hoaks "
        "tahu tau aya masih sudah sdh udah udh dah berarti artinya "
        "emangnya memangnya does did can could will would should may beneran acan ari fakta penipuan yg yang"
    ),
    PLEADS: (
        "tanya nanya bertanya mohon minta info bagi share tolong bingung ngerti paham mudeng mengerti "
        "ko koq mana cara caranya carana carane gimana bagaimana gmn piye kumaha kok syaratnya tau tahu kapan "
        "sampe sabaraha berapa brp ngartos ngarti"
    ),
    TAILS: ("gak ga gk nggak ngga tidak bukan belum blm kah teu beneran ora kan henteu urung acan sih toh"),
}


@cache
def hint_words() -> dict[str, int]:
    """Folded word -> bits of `ASKS`, `DOUBTS`, `PLEADS`, `TAILS`."""
    hints: dict[str, int] = {}
    for bit, words in _HINTS.items():
        for word in words.split():
            hints[word] = hints.get(word, 0) | bit
    return hints


def hint_of(word: str) -> int:
    """Which patterns a word makes worth trying."""
    return hint_words().get(word, 0) | (DOUBTS if word.endswith("kah") else 0)


def hold(text: str, hints: int) -> bool:
    """Whether a rule finds a question in folded text whose words' `hint_of` are or-ed together in `hints`."""
    if not hints:
        return "?" in text and not _THINGS_SAID.match(text)
    plain = _NOT_ASKING.sub(" ", text) if hints & ASKS else text
    if "?" in text and plain == text:
        return not _THINGS_SAID.match(text)
    tail = plain[-60:]
    if hints & TAILS and _ENDS_YES_NO.search(tail):
        return True
    if hints & DOUBTS and _YES_NO.search(plain):
        return True
    if hints & (ASKS | TAILS) and _ENDS_WITH_ASKER.search(tail):
        return True
    if hints & ASKS and (_LEADING.search(plain) or _ANYWHERE.search(plain)):
        return True
    if hints & (DOUBTS | ASKS) and _EITHER.search(plain):
        return True
    return bool(hints & PLEADS and _CONFUSED.search(plain))
