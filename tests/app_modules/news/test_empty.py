"""A region that has no news yet."""


def test_list_without_news_offers_nothing_to_search(citizen, in_makassar):
    body = citizen.get("/berita/").content.decode()

    assert "Belum ada berita." in body
    assert ("cari-berita" in body, 'class="tabs2"' in body) == (False, False)


def test_list_with_news_can_be_searched(citizen, article):
    body = citizen.get("/berita/").content.decode()

    assert ("cari-berita" in body, 'class="tabs2"' in body) == (True, True)


def test_search_without_news_keeps_what_was_typed(citizen, in_makassar):
    assert 'value="jembatan"' in citizen.get("/berita/?q=jembatan").content.decode()
