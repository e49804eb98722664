"""A module with a page outside its own path."""

from kernel.modules.manifest import Menu, Module, Permission, Settings, setting
from kernel.text import Text


class TrialSettings(Settings):
    """What can be set."""

    is_loud: bool = setting(False, label=Text(id="Keras", en="Loud"))


MODULE = Module(
    name="stray",
    title=Text(id="Uji", en="Trial"),
    summary=Text(id="Modul uji.", en="A module on trial."),
    version="1.0.0",
    path="uji-stray",
    pillars=("E",),
    dimension="governance",
    settings=TrialSettings,
    permissions=(Permission("stray.view", Text(id="Melihat", en="See")),),
    menu=(Menu("portal", Text(id="Uji", en="Trial"), "stray:index", "list"),),
)
