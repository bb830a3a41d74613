"""Generated posts with personal data, to measure how many are found; every value is made up."""

import random

FIRST = "Budi Siti Asep Dewi Ahmad Rina Joko Neneng Dedi Lilis Agus Wahyu Fitri Ujang Yanti Hendra".split()  # noqa: SIM905
LAST = "Santoso Aminah Hidayat Lestari Kurniawan Susanti Nugraha Wulandari Setiawan Rahayu".split()  # noqa: SIM905
STREETS = "Melati Mawar Merdeka Cikutra Sukajadi Kebon Kopi Raya Barat Anggrek".split()  # noqa: SIM905
REGIONS = ("320101", "327302", "320432", "327702", "321714", "317401", "357815", "120701")
BANKS = ("BCA", "BRI", "Mandiri", "BNI", "BSI", "bjb")


def posts(count: int, seed: int) -> list[tuple[str, str, str]]:
    """(text, kind, value) rows; the value stands in the text."""
    chance = random.Random(seed)
    makers = (_nik, _kk, _phone, _email, _plate, _account, _address, _name)
    return [makers[number % len(makers)](chance) for number in range(count)]


def _wrap(chance: random.Random, kind: str, value: str, *frames: str) -> tuple[str, str, str]:
    return chance.choice(frames).format(value), kind, value


def _card(chance: random.Random, women: bool) -> str:
    day = chance.randint(1, 28) + 40 * (women and chance.random() < 0.5)
    date = f"{day:02}{chance.randint(1, 12):02}{chance.randint(0, 99):02}"
    digits = f"{chance.choice(REGIONS)}{date}{chance.randint(1, 9999):04}"
    return chance.choice((digits, digits, f"{digits[:4]} {digits[4:8]} {digits[8:12]} {digits[12:]}"))


def _nik(chance: random.Random) -> tuple[str, str, str]:
    return _wrap(
        chance,
        "nik",
        _card(chance, True),
        "NIK saya {} tolong dicek",
        "nik: {}",
        "data {} belum masuk dtks min",
        "KTP {} hilang",
    )


def _kk(chance: random.Random) -> tuple[str, str, str]:
    return _wrap(
        chance,
        "kk",
        _card(chance, False),
        "No KK {} sudah dikirim",
        "nomor kartu keluarga: {}",
        "kk saya {} min",
        "KK {}",
    )


def _phone(chance: random.Random) -> tuple[str, str, str]:
    rest = "".join(str(chance.randint(0, 9)) for _ in range(chance.choice((7, 8))))
    start = chance.choice(("0812", "0857", "0878", "+62 812", "62813", "+62821", "0896"))
    join = chance.choice(("", "-", " "))
    value = f"{start}{join}{rest[:4]}{join}{rest[4:]}"
    return _wrap(
        chance,
        "phone",
        value,
        "hubungi {}",
        "wa {} ya kak",
        "ada yang kenal nomor {}? nipu terus",
        "{} nih nomornya",
        "Telp: {}.",
    )


def _email(chance: random.Random) -> tuple[str, str, str]:
    host = chance.choice(("gmail.com", "yahoo.co.id"))
    value = f"{chance.choice(FIRST).lower()}{chance.choice(('', '.', '_'))}{chance.randint(1, 999)}@{host}"
    return _wrap(chance, "email", value, "email saya {}", "kirim ke {} ya", "balas ke: {}, terima kasih")


def _plate(chance: random.Random) -> tuple[str, str, str]:
    letters = "".join(chance.choice("ABCDEFGHJKLNPRSTUVWXYZ") for _ in range(chance.choice((2, 3))))
    value = f"{chance.choice(('D', 'B', 'Z', 'F', 'AB', 'AD', 'BK'))} {chance.randint(100, 9999)} {letters}"
    if chance.random() < 0.3:
        return _wrap(chance, "plate", value.lower(), "motor plat {} ugal-ugalan", "nopol {} tabrak lari")
    return _wrap(
        chance, "plate", value, "mobil {} parkir sembarangan", "{} nyerobot antrean", "plat nomor {} tolong ditilang"
    )


def _account(chance: random.Random) -> tuple[str, str, str]:
    value = "".join(str(chance.randint(1, 9)) for _ in range(chance.choice((10, 13, 15))))
    bank = chance.choice(BANKS)
    return _wrap(
        chance,
        "bank_account",
        value,
        f"transfer ke {bank} {{}}",
        f"no rek {bank} {{}} a.n. panitia",
        "rekening: {}",
        f"rek {bank}: {{}}",
    )


def _address(chance: random.Random) -> tuple[str, str, str]:
    street = f"{chance.choice(('Jl.', 'Jalan', 'Gang', 'jl'))} {chance.choice(STREETS)} No. {chance.randint(1, 200)}"
    value = chance.choice((street, f"{street} RT {chance.randint(1, 12):02}/RW {chance.randint(1, 12):02}"))
    return _wrap(chance, "address", value, "rumah saya di {}", "alamat: {}", "dia tinggal di {} kok", "kirim ke {}")


def _name(chance: random.Random) -> tuple[str, str, str]:
    value = f"{chance.choice(FIRST)} {chance.choice(LAST)}"
    phone = f"08{chance.randint(1000000000, 9999999999)}".replace("080", "081")
    return _wrap(
        chance,
        "name",
        value,
        "hubungi {} " + phone,
        "{}, wa " + phone,
        "a.n. {} rek BCA 1234567890",
        "Pak {} nomornya " + phone,
    )
