"""The roles that every portal begins with: key, name in both languages, rights beside those that manifests give."""

ROLES: tuple[tuple[str, str, str, list[str]], ...] = (
    ("administrator", "Administrator", "Administrator", ["*"]),
    ("officer", "Petugas", "Officer", []),
)
