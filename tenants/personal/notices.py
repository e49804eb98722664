"""What those are told who answer citizens about their data."""

from kernel.text import Text
from tenants.notices.kinds import Kind

WHO = Text(
    id="Semua yang boleh menjawab permintaan data warga", en="Everybody who may answer citizens about their data"
)
WHY_ALWAYS = Text(
    id="Menurut undang-undang warga mendapat jawaban dalam 3 × 24 jam (UU 27/2022).",
    en="By law a citizen gets an answer within 3 × 24 hours (Law 27 of 2022).",
)
SAMPLE = {
    "what": Text(id="Memperbaiki data", en="Have it corrected"),
    "due": Text(id="Senin, 30 November 2026, 15.29 WITA", en="Monday, 30 November 2026, 15.29 WITA"),
    "link": Text(id="/konsol/data-warga/", en="/en/konsol/data-warga/"),
}

ASKED = Kind(
    key="personal.asked",
    title=Text(id="Warga meminta sesuatu tentang datanya", en="A citizen asks about her data"),
    who=WHO,
    subject=Text(
        id="Seorang warga menunggu jawaban tentang datanya", en="A citizen waits for an answer about her data"
    ),
    text=Text(
        id="seorang warga meminta sesuatu tentang datanya: {what}. Jawab paling lambat {due}.\n\n{link}",
        en="a citizen asks about her data: {what}. Answer by {due}.\n\n{link}",
    ),
    sample=SAMPLE,
    permission="personal.answer",
    why_always=WHY_ALWAYS,
)
SOON = Kind(
    key="personal.soon",
    title=Text(id="Batas waktu permintaan data sudah dekat", en="A request about data is nearly due"),
    who=WHO,
    subject=Text(id="Permintaan data warga masih menunggu", en="A citizen’s request about her data still waits"),
    text=Text(
        id="permintaan warga tentang datanya masih menunggu: {what}. Batas waktunya {due}.\n\n{link}",
        en="a citizen’s request about her data still waits: {what}. Its term ends on {due}.\n\n{link}",
    ),
    sample=SAMPLE,
    permission="personal.answer",
    why_always=WHY_ALWAYS,
)
KINDS = (ASKED, SOON)
