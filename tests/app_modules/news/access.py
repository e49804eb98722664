"""Who may open which page of the module, and what is answered."""

PAGES = """
#                             GET                        POST
#                             outside  officer  admin.   outside  officer  admin.
news:index                    200      200      200      200      200      200
news:category                 200      200      200      200      200      200
news:feed                     200      200      200      200      200      200
news:captcha                  200      200      200      200      200      200
news:read                     405      405      405      400      400      400
news:article                  200      200      200      200      200      200
news:comment                  200      200      200      400      400      400
news:comment_sent             200      200      200      200      200      200
news_console:index            login    200      200      login    200      200
news_console:create           login    200      200      login    200      200
news_console:help             login    200      200      login    200      200
news_console:comments         login    200      200      login    200      200
news_console:decide           405      405      405      login    302      302
news_console:reply            405      405      405      login    302      302
news_console:categories       login    403      200      login    403      200
news_console:category         login    403      200      login    403      200
news_console:remove_category  405      405      405      login    403      409
news_console:edit             login    200      200      login    200      200
news_console:preview          login    200      200      login    200      200
news_console:publish          405      405      405      login    403      409
news_console:withdraw         405      405      405      login    403      302
news_console:revert           405      405      405      login    302      302
"""
WITHOUT_CSRF = {"news:read"}  # a page from a cache counts its reader
QUERIES = {"news:index": ("", "?q=contoh"), "news_console:index": ("", "?q=contoh", "?state=draft")}
