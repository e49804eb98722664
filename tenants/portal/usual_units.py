"""Names that units of regional governments usually have. Suggestions: each region decides, and may call them otherwise.

They follow the affairs that Law 23 of 2014 gives to the regions (articles 11 and 12); Government Regulation 18 of 2016
lets each region join affairs in one unit, so no list fits everywhere.
"""

NAMES = (
    "Badan Penanggulangan Bencana Daerah",
    "Badan Pendapatan Daerah",
    "Dinas Kependudukan dan Pencatatan Sipil",
    "Dinas Kesehatan",
    "Dinas Komunikasi dan Informatika",
    "Dinas Koperasi, Usaha Kecil, dan Menengah",
    "Dinas Lingkungan Hidup",
    "Dinas Pariwisata",
    "Dinas Pekerjaan Umum dan Penataan Ruang",
    "Dinas Pemadam Kebakaran dan Penyelamatan",
    "Dinas Penanaman Modal dan Pelayanan Terpadu Satu Pintu",
    "Dinas Pendidikan",
    "Dinas Perdagangan",
    "Dinas Perhubungan",
    "Dinas Perpustakaan dan Kearsipan",
    "Dinas Pertanian",
    "Dinas Perumahan dan Kawasan Permukiman",
    "Dinas Sosial",
    "Dinas Tenaga Kerja",
    "Inspektorat Daerah",
    "Satuan Polisi Pamong Praja",
    "Sekretariat Daerah",
)
