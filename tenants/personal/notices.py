"""What is told of citizens' requests about their data: to who answers, and to who asked."""

from kernel.text import Text
from tenants.notices.kinds import Audience, Kind

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
LATE = Kind(
    key="personal.late",
    title=Text(id="Batas waktu permintaan data terlewat", en="The term of a request about data has passed"),
    who=WHO,
    subject=Text(id="Permintaan data warga terlambat dijawab", en="A citizen’s request about her data is late"),
    text=Text(
        id="permintaan warga tentang datanya belum dijawab: {what}. Batas waktunya {due}. Jawab sekarang.\n\n{link}",
        en="a citizen’s request about her data has no answer: {what}. Its term ended on {due}. Answer now.\n\n{link}",
    ),
    sample=SAMPLE,
    permission="personal.answer",
    why_always=WHY_ALWAYS,
)
CITIZEN = Text(id="Warga yang memintanya", en="The citizen who asked")
RECEIVED = Kind(
    key="personal.received",
    title=Text(id="Permintaan tentang data diterima", en="A request about data was received"),
    who=CITIZEN,
    subject=Text(id="Permintaan Anda tentang data Anda sudah kami terima", en="We have your request about your data"),
    text=Text(
        id="permintaan Anda sudah kami terima: {what}.\n\nAnda mendapat jawaban paling lambat {due}. "
        "Lihat atau tarik permintaannya di sini:\n{link}",
        en="we have your request about your data: {what}.\n\nYou get an answer by {due} at the latest. "
        "You can see it here, or take it back:\n{link}",
    ),
    sample=SAMPLE | {"link": Text(id="/warga/data-saya/", en="/en/warga/data-saya/")},
    audience=Audience.CITIZENS,
)
ANSWERED = Kind(
    key="personal.answered",
    title=Text(id="Jawaban atas permintaan tentang data", en="The answer to a request about data"),
    who=CITIZEN,
    subject=Text(id="Jawaban atas permintaan Anda tentang data Anda", en="The answer to your request about your data"),
    text=Text(id="{result}: {what}.\n\n{answer}", en="{result}: {what}.\n\n{answer}"),
    sample={
        "result": Text(id="Permintaan Anda sudah dilaksanakan", en="Your request is done"),
        "what": SAMPLE["what"],
        "answer": Text(id="Nama Anda sekarang ditulis Citra.", en="Your name is written Citra now."),
    },
    audience=Audience.CITIZENS,
    why_always=Text(
        id="Menurut undang-undang Anda berhak atas jawabannya (UU 27/2022). Bila akun Anda dihapus, hanya email yang "
        "masih sampai.",
        en="By law the answer is your right (Law 27 of 2022). Once your account is deleted, only mail reaches you.",
    ),
)
KINDS = (ASKED, SOON, LATE, RECEIVED, ANSWERED)
