"""A manifest that requires the news."""

from kernel.modules.manifest import Module
from kernel.text import Text

MODULE = Module(
    name="bills",
    title=Text(id="Tagihan", en="Bills"),
    summary=Text(id="Tagihan warga.", en="Citizens' bills."),
    version="1.0.0",
    path="tagihan",
    pillars=("E",),
    dimension="economy",
    requires=("news",),
)
