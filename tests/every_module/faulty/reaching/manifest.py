"""A module with a migration that reaches into another schema."""

from kernel.modules.manifest import Menu, Module, Permission, Settings, setting
from kernel.text import Text


class TrialSettings(Settings):
    """What can be set."""

    is_loud: bool = setting(False, label=Text(id="Keras", en="Loud"))


MODULE = Module(
    name="reaching",
    title=Text(id="Uji", en="Trial"),
    summary=Text(id="Modul uji.", en="A module on trial."),
    version="1.0.0",
    path="uji-reaching",
    pillars=("E",),
    dimension="governance",
    settings=TrialSettings,
    permissions=(Permission("reaching.view", Text(id="Melihat", en="See")),),
    menu=(Menu("portal", Text(id="Uji", en="Trial"), "reaching:index", "list"),),
)
