"""Sample cases: one for each thing that a queue can show. Nobody in them exists."""

import datetime
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone

from app_modules.complaints.actions.intake import place_of
from app_modules.complaints.models import Case, Category, Entry, Kind
from app_modules.complaints.queries import clock, tickets
from kernel.accounts.actor import CITIZEN, NO_ONE, PLATFORM, Actor, ActorKind
from kernel.accounts.models import Unit
from kernel.audit import actions as audit
from kernel.deadlines import working_days
from tenants.areas.models import Area
from tenants.customization import actions as customization
from tenants.customization.models import Value
from tenants.isolation.current import tenant

# How a region of the demo speaks in its own words.
WORDS = {
    "73.71": {
        "complaints.question:id": "Ada yang rusak di kota ta’?",
        "complaints.question:en": "Something broken in our city?",
        "complaints.invitation:id": "Ceritakan keadaannya dan tempatnya. Fotonya membantu petugas ta’ menemukannya.",
        "complaints.invitation:en": "Tell us what it is and where. A photo helps our officers to find it.",
    },
}
OFFICER = Actor(ActorKind.PERSON, name="Budi (contoh)")
PUBLIC_WORKS, ENVIRONMENT, HOUSING = (
    "Dinas Pekerjaan Umum",
    "Dinas Lingkungan Hidup",
    "Dinas Perumahan dan Kawasan Permukiman",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Sample:
    """A case as it stands today; `age` is how many working days ago its present term began."""

    code: str
    title: str
    description: str
    category: str
    landmark: str
    age: int
    unit: str = ""
    kind: Kind = Kind.NON_SUPERVISION
    message: str = ""
    next_step: str = ""
    next_in: int = 0
    answer: str = ""
    answered: int = 0
    is_closed: bool = False
    is_public: bool = False


SAMPLES = (
    Sample(
        code="2HX9C",
        title="Saluran air tersumbat sampah setelah hujan",
        description="Setiap hujan, air meluap ke jalan karena saluran tersumbat sampah dan lumpur.",
        category="air",
        landmark="di belakang pasar contoh",
        age=15,
        unit=PUBLIC_WORKS,
    ),
    Sample(
        code="8TR3N",
        title="Pohon miring di atas kabel listrik",
        description="Pohon di tepi jalan miring dan dahannya menyentuh kabel listrik.",
        category="pohon",
        landmark="seberang lapangan contoh",
        age=3,
    ),
    Sample(
        code="4QWER",
        title="Trotoar berlubang di depan puskesmas",
        description="Ubin trotoar lepas. Orang tua dan kursi roda sulit lewat.",
        category="jalan",
        landmark="depan puskesmas contoh",
        age=0,
    ),
    Sample(
        code="5WKD2",
        title="Permintaan penjelasan: jadwal pengangkutan sampah",
        description="Kapan jadwal pengangkutan sampah di lingkungan kami? Pekan ini belum diangkut.",
        category="informasi",
        landmark="",
        age=3,
        unit=ENVIRONMENT,
        kind=Kind.INFORMATIONAL,
    ),
    Sample(
        code="7KQ4M",
        title="Tiga lampu jalan padam di depan sekolah",
        description="Sejak Jumat malam lampu di depan sekolah padam. Anak-anak pulang mengaji lewat jalan gelap.",
        category="lampu",
        landmark="dekat gerbang SD Contoh",
        age=9,
        unit=PUBLIC_WORKS,
        message="Kabel di tiang ketiga putus. Kabel pengganti sudah kami siapkan.",
        next_step="Kabel diganti di lokasi",
        next_in=2,
        is_public=True,
    ),
    Sample(
        code="3VYPA",
        title="Pemindahan tempat pembuangan sampah sementara dari permukiman padat",
        description="Tempat pembuangan sementara terlalu dekat dengan rumah. Baunya sampai ke dalam.",
        category="sampah",
        landmark="ujung gang contoh",
        age=2,
        unit=HOUSING,
        is_public=True,
    ),
    Sample(
        code="9BMF6",
        title="Lubang di tikungan jalan lingkungan",
        description="Ada lubang besar di tikungan. Dua kali pengendara hampir jatuh.",
        category="jalan",
        landmark="tikungan dekat pos ronda contoh",
        age=12,
        unit=PUBLIC_WORKS,
        answer="Lubang ditutup dengan aspal dingin dan dipadatkan. Marka akan menyusul.",
        answered=4,
        is_public=True,
    ),
    Sample(
        code="6CNTH",
        title="Sampah menumpuk di tepi kanal",
        description="Sampah menumpuk di tepi kanal dan mulai menutup aliran air.",
        category="sampah",
        landmark="jembatan kecil contoh",
        age=20,
        unit=ENVIRONMENT,
        answer="Sampah diangkut dengan dua truk. Papan larangan dan jadwal angkut sudah dipasang.",
        answered=13,
        is_closed=True,
        is_public=True,
    ),
)


@transaction.atomic
def sample(by: Actor) -> None:
    """Make the sample cases, once: a second call changes nothing."""
    customization.suggest(Value.Kind.WORD, WORDS.get(tenant().region_code or "", {}), by=by)
    if Case.objects.filter(is_sample=True).exists():
        return
    villages = list(Area.objects.filter(level=Area.Level.VILLAGE).select_related("parent").order_by("code"))
    here = clock.calendar()
    for number, given in enumerate(SAMPLES):
        village = villages[number * 7 % len(villages)] if villages else None
        _make(given, village, here)
    audit.record("complaints.sample", "complaints", by=by, summary=f"Loaded {len(SAMPLES)} sample reports")


def _make(given: Sample, village: Area | None, here: clock.Calendar) -> None:
    unit = Unit.objects.get_or_create(name=given.unit)[0] if given.unit else None
    began = ago(given.age, here)
    days = clock.answer_days(given.kind) if unit else clock.verify_days()
    deadline = here.deadline(began, days)
    case = Case(
        ticket=f"{tickets.prefix()}-{given.code}",
        is_sample=True,
        title=given.title,
        description=given.description,
        category=Category.objects.get(key=given.category),
        area_code=village.code if village else "",
        place=place_of(village),
        landmark=given.landmark,
        reporter_name="Citra (contoh)",
        state=Case.State.IN_PROGRESS if unit else Case.State.RECEIVED,
        kind=given.kind if unit else "",
        unit=unit,
        officer=OFFICER if unit else NO_ONE,
        clock_from=began,
        term_days=days,
        due_on=deadline.end,
        is_provisional=deadline.provisional,
        received_at=at(ago(given.age + 1, here) if unit else began, 8, here),
        forwarded_at=at(began, 9, here) if unit else None,
        next_step=given.next_step,
        next_step_on=_ahead(given.next_in, here) if given.next_step else None,
    )
    _answer(case, given, here)
    _escalate(case, here)
    _publish(case, given)
    case.updated_at = case.escalated_at or case.answered_at or case.forwarded_at or case.received_at
    case.save()
    Entry.objects.bulk_create(_entries(case, given, here))


def _answer(case: Case, given: Sample, here: clock.Calendar) -> None:
    if not given.answer:
        return
    on = ago(given.answered, here)
    case.state, case.answer, case.answered_by = Case.State.DONE, given.answer, OFFICER
    case.answered_at = at(on, 10, here)
    case.closes_on = here.deadline(on, clock.reaction_days()).end
    if given.is_closed:
        case.closed_at, case.closed_by = at(ago(1, here), 7, here), PLATFORM


def _escalate(case: Case, here: clock.Calendar) -> None:
    """Let a late case be as the hourly job leaves it, so that nothing is added to the sample afterwards."""
    if case.state != Case.State.DONE and case.due_on < here.today:
        case.escalated_at = at(case.due_on + working_days.DAY, 7, here)


def _publish(case: Case, given: Sample) -> None:
    if given.is_public:
        case.released_at = case.forwarded_at
        case.public_title, case.public_text, case.public_answer = given.title, given.description, given.answer


def _entries(case: Case, given: Sample, here: clock.Calendar) -> list[Entry]:
    kinds = Entry.Kind
    found = [_entry(case, kinds.RECEIVED, case.received_at, by=CITIZEN)]
    if case.forwarded_at:
        found.append(_entry(case, kinds.FORWARDED, case.forwarded_at))
    if given.message:
        found.append(_entry(case, kinds.MESSAGE, at(ago(1, here), 14, here), given.message))
    if given.next_step:
        found.append(_entry(case, kinds.PLANNED, at(ago(1, here), 15, here), given.next_step, day=case.next_step_on))
    if case.answered_at:
        found.append(_entry(case, kinds.ANSWERED, case.answered_at, given.answer))
    if case.escalated_at:
        found.append(_entry(case, kinds.LATE, case.escalated_at, by=PLATFORM, day=case.due_on))
    if case.closed_at:
        found.append(_entry(case, kinds.CLOSED, case.closed_at, by=PLATFORM))
    return found


def _entry(
    case: Case,
    what: Entry.Kind,
    when: datetime.datetime,
    text: str = "",
    *,
    by: Actor = OFFICER,
    day: datetime.date | None = None,
) -> Entry:
    unit = case.unit.name if case.unit else ""
    return Entry(case=case, kind=what, at=when, text=text, day=day, unit_name=unit, actor=by)


def ago(days: int, here: clock.Calendar) -> datetime.date:
    """Return the working day from which so many working days have passed by today."""
    day = here.today
    while working_days.between(day, here.today, here.holidays) < days:
        day -= working_days.DAY
    while not working_days.is_working_day(day, here.holidays):
        day -= working_days.DAY
    return day


def _ahead(days: int, here: clock.Calendar) -> datetime.date:
    return here.deadline(here.today, days).end


def at(day: datetime.date, hour: int, here: clock.Calendar) -> datetime.datetime:
    """Return an hour of a local date, never later than now."""
    return min(datetime.datetime.combine(day, datetime.time(hour, 10), here.zone), timezone.now())
