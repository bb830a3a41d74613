"""What is known about names of places beyond the ministry's table: short forms, names that are words, ways to write."""

DIRECTIONS = frozenset(
    ["utara", "selatan", "timur", "barat", "tengah", "kidul", "kaler", "wetan", "kulon", "lor", "raya"]
)
# Word before a name -> the seventh digit of the codes that it can mean.
KINDS_OF_VILLAGE = {"kelurahan": "1", "kel": "1", "lurah": "1", "desa": "2", "ds": "2", "kades": "2", "desane": "2"}
ALIASES = {
    "kbb": "3217", "jaksel": "3174", "jakbar": "3173", "jaktim": "3175", "jakut": "3172", "jakpus": "3171",
    "jogja": "3471", "yogya": "3471", "jogjakarta": "3471", "bdg": "3273", "solo": "3372", "tasik": "3278",
    "bks": "3275", "tangsel": "3674", "bgr": "3271", "gunungkidul": "3403",
}  # fmt: skip


# Names of kabupaten and kota that are words too: believed after `di` or with a capital letter ...
DOUBTFUL = frozenset(
    [
        "medan",
        "padang",
        "palu",
        "banjar",
        "tegal",
        "kuningan",
        "kudus",
        "solok",
        "sorong",
        "bima",
        "subang",
        "demak",
        "bangka",
    ]
)
# ... or only with both.
VERY_DOUBTFUL = frozenset(
    [
        "malang",
        "serang",
        "batu",
        "bone",
        "pati",
        "buru",
        "landak",
        "siak",
        "jaya",
        "karo",
        "agam",
        "lebak",
        "metro",
        "puncak",
        "batang",
        "kendal",
        "lingga",
        "sampang",
        "tual",
    ]
)


APART = (
    "buah batu",
    "gunung putri",
    "cikalong wetan",
    "solokan jeruk",
    "ujung berung",
    "raja mandala",
    "bojong soang",
    "dayeuh kolot",
    "pondok gede",
    "jati asih",
    "bantar gebang",
    "rawa lumbu",
)
