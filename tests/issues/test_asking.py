"""What a question wants to know, in Indonesian, Sundanese and Javanese as people write them."""

import pytest

from kohkol.issues.asking import KINDS, OTHER, kind_of


@pytest.mark.parametrize(
    ("question", "kind"),
    [
        ("Batas daftar 30 November atau 7 Desember?", "pilih"),
        ("tarif jadi 5rb apa tetep 4rb?", "pilih"),
        ("rekening donasi yg mana nih", "pilih"),
        ("iraha cai hirup deui?", "kapan"),
        ("vaksin SD Cihapitan hari apa ya", "kapan"),
        ("lapor kemana kalo diminta bayar?", "mana"),
        ("regane piro saiki", "berapa"),
        ("isu bendungan jebol bener ga sih", "benar"),
        ("sopo sing tanggung jawab", "siapa"),
        ("kok air masih digilir", "mengapa"),
        ("kumaha carana daptar", "cara"),
        ("anak alergi telur boleh vaksin ga?", "boleh"),
        ("KTP luar kota tiasa ngiring teu", "boleh"),
        ("dlh udah ke cipanjer blm?", "ya"),
        ("Apakah ini dari pemerintah?", "ya"),
        ("sekolah libur ga sih? di grup beda-beda", "ya"),
        ("rob itu apa sih kak", OTHER),
    ],
)
def test_a_question_goes_where_an_officer_would_look_for_it(question: str, kind: str) -> None:
    assert kind_of(question) == kind
    assert kind in KINDS
