import gzip

import pytest

from tenants.customization.drawing import sanitize
from tenants.customization.errors import NotAnEmblem

OPEN = '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" viewBox="0 0 4 4"'

# What a hostile drawing carries, and a word of it that must not come out.
PLANTED = [
    ("<script>alert(1)</script>", "alert"),
    ('<g onload="alert(1)"/>', "alert"),
    ("<style>@import 'http://evil.example/x.css'</style>", "evil"),
    ('<a xlink:href="javascript:alert(1)"><path d="M0 0"/></a>', "alert"),
    ('<use href="http://evil.example/x.svg#a"/>', "evil"),
    ('<use xlink:href="data:image/svg+xml;base64,PHN2Zz4="/>', "data:"),
    ('<image href="http://evil.example/pixel.png"/>', "evil"),
    ("<foreignObject><body xmlns='http://www.w3.org/1999/xhtml'>evil</body></foreignObject>", "evil"),
    ('<path fill="url(http://evil.example/#a)" d="M0 0"/>', "evil"),
    ('<path fill="u\\72l(//evil.example)" d="M0 0"/>', "evil"),
    ('<path style="fill:url(//evil.example/a)" d="M0 0"/>', "evil"),
    ('<animate attributeName="href" values="javascript:alert(1)"/>', "alert"),
    ('<set attributeName="onload" to="alert(1)"/>', "alert"),
    ("<!-- alert(1) -->", "alert"),
    ("<?xml-stylesheet href='http://evil.example/'?>", "evil"),
    ('<html:script xmlns:html="http://www.w3.org/1999/xhtml">alert(1)</html:script>', "alert"),
]


@pytest.mark.parametrize(("planted", "word"), PLANTED)
def test_sanitize_lets_nothing_hostile_through(planted, word):
    clean = sanitize(f"{OPEN}>{planted}<path d='M1 1h2v2z'/></svg>".encode()).decode()

    assert word not in clean
    assert 'd="M1 1h2v2z"' in clean


@pytest.mark.parametrize(
    "content",
    [
        b"<html><body/></html>",
        b"<svg",
        b"\xff\xfe<svg/>",
        f'<!DOCTYPE svg [<!ENTITY a "aaaa">]>{OPEN}><title>&a;</title></svg>'.encode(),
        b'<svg xmlns="http://www.w3.org/2000/svg"><path d="M0 0"/></svg>',
        b"",
    ],
)
def test_sanitize_refuses_what_is_no_drawing(content):
    with pytest.raises(NotAnEmblem):
        sanitize(content)


def test_sanitize_refuses_a_drawing_with_too_many_parts():
    with pytest.raises(NotAnEmblem):
        sanitize(f"{OPEN}>{'<g/>' * 6_000}</svg>".encode())


def test_sanitize_keeps_shapes_gradients_and_styled_colours():
    drawing = (
        f'{OPEN}><defs><linearGradient id="a"><stop offset="0" stop-color="#fff"/></linearGradient></defs>'
        '<g style="fill:#801b31;font-family:x"><circle r="1" fill="url(#a)"/><use xlink:href="#a"/></g></svg>'
    )

    clean = sanitize(drawing.encode()).decode()

    assert '<stop offset="0" stop-color="#fff"' in clean
    assert '<g fill="#801b31">' in clean
    assert 'fill="url(#a)"' in clean
    assert '<use href="#a"' in clean


def test_sanitize_refuses_groups_inside_each_other():
    with pytest.raises(NotAnEmblem):
        sanitize(f"{OPEN}>{'<g>' * 2_000}{'</g>' * 2_000}</svg>".encode())


def uses(levels: int, times: int) -> bytes:
    """A drawing of a few elements that a browser draws times ** levels times."""
    groups = "".join(f'<g id="a{level}">' + f'<use href="#a{level + 1}"/>' * times + "</g>" for level in range(levels))
    return f'{OPEN}>{groups}<path id="a{levels}" d="M0 0"/></svg>'.encode()


def clips(levels: int, times: int) -> bytes:
    """The same with clip paths."""
    paths = "".join(
        f'<clipPath id="a{level}">' + f'<path clip-path="url(#a{level + 1})" d="M0 0"/>' * times + "</clipPath>"
        for level in range(levels)
    )
    return f'{OPEN}>{paths}<path clip-path="url(#a0)" d="M0 0"/></svg>'.encode()


@pytest.mark.parametrize("drawing", [uses(10, 10), clips(10, 10), f'{OPEN} id="a"><use href="#a"/></svg>'.encode()])
def test_sanitize_refuses_what_a_browser_draws_without_end(drawing):
    with pytest.raises(NotAnEmblem):
        sanitize(drawing)


def test_sanitize_keeps_what_is_shown_some_times():
    assert sanitize(uses(2, 10)).count(b"<use") == 20


@pytest.mark.parametrize(
    "content",
    [
        gzip.compress(f"{OPEN}><path d='M0 0'/></svg>".encode(), mtime=0),
        f'<?xml version="1.0" encoding="UTF-7"?>{OPEN}>+ADw-script+AD4-</svg>'.encode("utf-16"),
        f'<!doctype svg SYSTEM "http://evil.example/x.dtd">{OPEN}/>'.encode(),
    ],
)
def test_sanitize_refuses_other_ways_of_writing_a_drawing(content):
    with pytest.raises(NotAnEmblem):
        sanitize(content)
