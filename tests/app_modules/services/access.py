"""Who may open which page of the module, and what is answered."""

PAGES = """
#                           GET                        POST
#                           outside  officer  admin.   outside  officer  admin.
services:index              200      200      200      200      200      200
services:pillar             200      200      200      200      200      200
services:service            200      200      200      200      200      200
services:sheet              200      200      200      200      200      200
services_console:index      login    200      200      login    200      200
services_console:create     login    200      200      login    422      422
services_console:help       login    200      200      login    200      200
services_console:edit       login    200      200      login    422      422
services_console:publish    405      405      405      login    403      302
services_console:unpublish  405      405      405      login    403      302
services_console:check      405      405      405      login    302      302
"""
FIXED = {"services:pillar": {"path": "liveable"}}
QUERIES = {"services:index": ("", "?q=izin"), "services_console:index": ("", "?q=izin")}
