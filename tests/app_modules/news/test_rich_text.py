"""What an article's text may hold."""

import pytest

from app_modules.news import rich_text


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("<p>Halo <strong>warga</strong></p>", "<p>Halo <strong>warga</strong></p>"),
        ("<p onclick='x()'>Halo</p>", "<p>Halo</p>"),
        ("<p>Halo</p><script>alert(1)</script>", "<p>Halo</p>"),
        ("<p>Halo</p><style>p{}</style>", "<p>Halo</p>"),
        ("<p style='color:red'>Halo</p>", "<p>Halo</p>"),
        ('<p><a href="javascript:alert(1)">x</a></p>', '<p><a rel="nofollow noopener">x</a></p>'),
        (
            '<p><a href="https://contoh.go.id">x</a></p>',
            '<p><a href="https://contoh.go.id" rel="nofollow noopener">x</a></p>',
        ),
        ("<p>x</p><img src=x onerror=alert(1)>", "<p>x</p>"),
        ("<p>x</p><iframe src='//evil.example'></iframe>", "<p>x</p>"),
        ("Satu\n\nDua", "<p>Satu</p><p>Dua</p>"),
        ("Satu & dua", "<p>Satu &amp; dua</p>"),
        ("<p>  </p>", ""),
        ("<p></p><script>x</script>", ""),
    ],
)
def test_text_is_cleaned(typed, kept):
    assert rich_text.clean(typed) == kept
