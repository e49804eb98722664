"""What lies behind the pages, looked through as it is stored: the cache, files, jobs, mails, rows."""

import re
from email.message import Message
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connection
from redis import Redis
from redis.exceptions import ResponseError

from tenants.isolation.current import Place, Tenancy, enter
from tenants.jobs.models import Job
from tests import environment
from tests.canaries.crawling import Leak
from tests.canaries.strings import found

Places = dict[str, Tenancy]


def leaks(content: bytes, where: str, part: str, region: str) -> list[Leak]:
    """Return what does not belong to the region (none: nobody's) in something that does."""
    strange = {str(canary) for canary in found(content) if canary.region != region}
    return [Leak(column, where, part) for column in sorted(strange)]


def in_redis(places: Places) -> list[Leak]:
    """Return what lies in Redis outside its own region's keys, in a key's name or under it."""
    redis = Redis.from_url(settings.REDIS_URL)
    owners = {place.key.encode(): region for region, place in places.items()}
    try:
        return [
            leak
            for key in redis.scan_iter(count=1000)
            if not _is_of_others(key)
            for leak in leaks(key + b"\n" + _stored(redis, key), _name(key), "cache", _owner(key, owners))
        ]
    finally:
        redis.close()


def _is_of_others(key: bytes) -> bool:
    """Say whether another worker of the tests wrote it: one that was cut off leaves canaries of its own."""
    databases = re.findall(rb"live_test\w*", key)
    return bool(databases) and environment.DATABASE.encode() not in databases


def _owner(key: bytes, owners: dict[bytes, str]) -> str:
    return owners.get(key.split(b":", 1)[0], "")


def _name(key: bytes) -> str:
    return key.decode("utf-8", "replace")


def _stored(redis: "Redis", key: bytes) -> bytes:
    """Return the value, whatever its type."""
    readers: dict[bytes, Any] = {
        b"hash": lambda: b"\n".join(part for pair in redis.hgetall(key).items() for part in pair),
        b"list": lambda: b"\n".join(redis.lrange(key, 0, -1)),
        b"set": lambda: b"\n".join(redis.smembers(key)),
        b"zset": lambda: b"\n".join(redis.zrange(key, 0, -1)),
    }
    try:
        return bytes(readers.get(redis.type(key), lambda: redis.get(key) or b"")())
    except ResponseError:  # it went, or became another type, between the two questions
        return b""


def in_files(places: Places) -> list[Leak]:
    """Return what lies in a file, or in its name, outside its own region's folder."""
    root = Path(settings.FILES_ROOT)
    owners = {place.key: region for region, place in places.items()}
    return [
        leak
        for path in sorted(root.rglob("*"))
        if path.is_file()
        for name in [str(path.relative_to(root))]
        for leak in leaks(name.encode() + path.read_bytes(), name, "file", owners.get(name.split("/")[0], ""))
    ]


def in_jobs(places: Places) -> list[Leak]:
    """Return what a job holds that is not its region's."""
    owners = {place.role: region for region, place in places.items()}
    with enter(Place.PLATFORM):
        rows = list(Job.objects.values("tenant_role", "name", "payload", "once", "error"))
    return [
        leak
        for row in rows
        for leak in leaks(repr(row).encode(), row["name"], "job", owners.get(row["tenant_role"], ""))
    ]


def in_mails(mails: list[Any]) -> list[Leak]:
    """Return what a mail holds that is not the region's of the person who gets it."""
    return [
        leak
        for mail in mails
        for region in {canary.region for to in mail.to for canary in found(to.encode())}
        for leak in leaks(_whole(mail.message()), f"mail to {mail.to[0]}", "mail", region)
    ]


def _whole(message: Message) -> bytes:
    parts = [bytes(part.get_payload(decode=True) or b"") for part in message.walk()]
    return b"\n".join((message.as_bytes(), *parts))


def in_rows(places: Places) -> list[Leak]:
    """Return what a table of one region holds of the other."""
    return [
        leak
        for region, place in places.items()
        for table, content in rows_of(place).items()
        for leak in leaks(content, f"{table} of region {region}", "row", region)
    ]


def rows_of(place: Tenancy) -> dict[str, bytes]:
    """Return each table of a region with all its rows as one text."""
    texts = {}
    with enter(place), connection.cursor() as cursor:
        cursor.execute("SELECT table_name FROM information_schema.tables WHERE table_schema = %s", [place.schema])
        for (table,) in cursor.fetchall():
            cursor.execute(f'SELECT t::text FROM "{table}" t')
            texts[table] = "\n".join(text for (text,) in cursor.fetchall()).encode()
    return texts
