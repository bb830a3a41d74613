"""What is known about names of places beyond the ministry's table: short forms, names that are words, ways to write."""

DIRECTIONS = frozenset(
    ["utara", "selatan", "timur", "barat", "tengah", "kidul", "kaler", "wetan", "kulon", "lor", "raya"]
)
# Word before a name -> the seventh digit of the codes that it can mean.
KINDS_OF_VILLAGE = {"kelurahan": "1", "kel": "1", "lurah": "1", "desa": "2", "ds": "2", "kades": "2", "desane": "2"}
WHOLE_WORDS_OF_VILLAGE = frozenset(["desa", "kelurahan"])  # `Desa Buntet`; `kel. Mantan` may be a family
ALIASES = {
    "bdgbarat": "3217", "krwg": "3215", "banjarpatroman": "3279", "siantar": "1272", "pelabuhanratu": "320201",
    "kbb": "3217", "jaksel": "3174", "jakbar": "3173", "jaktim": "3175", "jakut": "3172", "jakpus": "3171",
    "jogja": "3471", "yogya": "3471", "jogjakarta": "3471", "bdg": "3273", "solo": "3372", "tasik": "3278",
    "bks": "3275", "tangsel": "3674", "bgr": "3271", "gunungkidul": "3403", "padangsidempuan": "1277",
    "tanjungbalaikarimun": "2102", "kotakembang": "3273", "makasar": "7371",
    "muba": "1606", "sergai": "1218", "madina": "1213", "tapsel": "1203", "taput": "1202", "tapteng": "1201",
    "inhil": "1404", "inhu": "1402", "rohul": "1406", "rohil": "1407", "kuansing": "1409",
    "kutim": "6408", "kubar": "6407", "sidrap": "7314", "lotim": "5203", "loteng": "5202", "lobar": "5201",
}  # fmt: skip


# Names of kabupaten and kota that are root words or everyday spellings by the lists, but in posts always the place.
UNMISTAKABLE = frozenset(
    {
        *("bandung", "belitung", "bengkayang", "binjai", "bintan", "bogor", "garut"),
        *("jember", "jombang", "kupang", "langkat", "sabang", "tasik", "tuban"),
        *("bdg", "jogja", "jogjakarta", "tangsel"),
    }
)
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
        "ketapang",
        "badung",
        "sigi",
        "solo",
        "malang",
        "kendal",
        "siak",
    ]
)
# ... or only with both.
VERY_DOUBTFUL = frozenset(
    [
        "serang",
        "batu",
        "bone",
        "pati",
        "buru",
        "landak",
        "jaya",
        "karo",
        "agam",
        "lebak",
        "metro",
        "puncak",
        "batang",
        "lingga",
        "sampang",
        "tual",
        "belu",
        "jembrana",
        "malaka",
        "paser",
        "tapin",
    ]
)
INTENSIFIERS = frozenset(["banget", "bgt", "bangett", "pisan", "tenan", "sekali", "amat"])  # after a word, not a place
CLUB_ENDS = frozenset(["fc", "united", "utd"])  # `Bandung United`
EVENTS = frozenset(["banjir", "rob", "macet", "gempa", "longsor", "kebakaran", "hujan", "padam"])  # `kudus macet`
WORDS_THAT_FOLLOW = frozenset(["baru"])  # `ke bandung baru kali ini` is no Bandung Baru
# Better known for something else (coal, a lake, a part of Jakarta, a holiday road, a society): only after their level.
ONLY_AFTER_LEVEL = frozenset(["batubara", "toba", "manggarai", "puncak", "mappi"])
# Kecamatan better known for a street, a district of Jakarta, another town: only inside a parent.
ONLY_INSIDE = frozenset(
    ["cihampelas", "cihideung", "cikole", "kemang", "cipayung", "binong", "talaga", "setiabudi", "cisitu", "gempol"]
)
EVERYDAY_DISTRICTS = frozenset(
    {
        *("arahan", "beber", "compreng", "jamblang", "nanggung", "pangkalan", "patrol", "pedes", "regol"),
        *("rongga", "susukan", "tempuran", "terisi"),
    }
)
# Kecamatan whose names are said too often as words to be meant even right before their kabupaten (`sumber Cirebon`).
ONLY_AFTER_WORD_OF_PLACE = frozenset(["arahan", "baru", "kota", "lumbung", "pangkalan", "pedes", "sumber", "terisi"])
CAPITAL_REGION = ("31", "3674")  # kecamatan in and at Jakarta are named without more (`di tanjung priok`)
# A name -> words beside which it is a part of Jakarta.
PART_OF_JAKARTA = {"kuningan": frozenset(["jakarta", "jaksel", "kpk", "rasuna", "epicentrum"])}
# Provinces that were divided, so that a place is still said to lie in the old one.
FAMILIES = (frozenset(["91", "92", "93", "94", "95", "96"]), frozenset(["14", "21"]))


APART = (
    "bdg barat",
    "ranca ekek",
    "kiara condong",
    "bale endah",
    "marga asih",
    "batu jajar",
    "sindang kerta",
    "jati nangor",
    "karang ampel",
    "leuwi liang",
    "leuwi sadeng",
    "ranca bungur",
    "ranca bali",
    "gunung sindur",
    "rengas dengklok",
    "banjar patroman",
    "pematang siantar",
    "pelabuhan ratu",
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
    "bukit tinggi",
    "gunung kidul",
    "kota kembang",
    "padang sidempuan",
    "padang sidimpuan",
    "palangka raya",
    "pare pare",
    "tanjung balai",
    "tanjung pinang",
)
