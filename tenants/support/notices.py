"""What those are told who may let an operator in."""

from kernel.text import Text
from tenants.notices.kinds import Kind

ASKED = Kind(
    key="support.asked",
    title=Text(id="Operator meminta akses ke konsol", en="An operator asks for access to the console"),
    who=Text(id="Semua yang boleh mengizinkan operator masuk", en="Everybody who may let operators in"),
    subject=Text(id="Seorang operator meminta akses ke konsol Anda", en="An operator asks for access to your console"),
    text=Text(
        id="{operator} dari Kota Tangerang meminta akses ke konsol Anda, selama {hours} jam.\n\nAlasan: {reason}\n\n"
        "Tidak ada yang masuk tanpa izin Anda. Jawab di sini:\n{link}",
        en="{operator} of Kota Tangerang asks for access to your console, for {hours} hours.\n\nWhy: {reason}\n\n"
        "Nobody enters unless you let them in. Answer here:\n{link}",
    ),
    sample={
        "operator": Text(id="Rani", en="Rani"),
        "hours": Text(id="3", en="3"),
        "reason": Text(id="Tiket 12: kata yang salah", en="Ticket 12: a wrong word"),
        "link": Text(id="/konsol/akses-operator/", en="/en/konsol/akses-operator/"),
    },
    permission="support.grant",
    why_always=Text(
        id="Tanpa jawaban Anda, operator tidak dapat membantu; dan Anda perlu tahu siapa yang meminta masuk.",
        en="Without your answer no operator can help; and you need to know who asks to enter.",
    ),
)
KINDS = (ASKED,)
