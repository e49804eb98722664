"""A module with a setting without a label."""

from kernel.modules.manifest import Menu, Module, Permission, Settings
from kernel.text import Text


class TrialSettings(Settings):
    """What can be set: the fault is that it does not say what it is."""

    is_loud: bool = False


MODULE = Module(
    name="unlabelled",
    title=Text(id="Uji", en="Trial"),
    summary=Text(id="Modul uji.", en="A module on trial."),
    version="1.0.0",
    path="uji-unlabelled",
    pillars=("E",),
    dimension="governance",
    settings=TrialSettings,
    permissions=(Permission("unlabelled.view", Text(id="Melihat", en="See")),),
    menu=(Menu("portal", Text(id="Uji", en="Trial"), "unlabelled:index", "list"),),
)
