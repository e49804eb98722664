"""What a copy of a tenant does not hold, since whoever gets the file could use it; the dictionary says why."""

from kernel.text import Text

TABLES = {
    "django_session": Text(id="Siapa yang sedang masuk saat itu.", en="Who was logged in at that moment."),
    "accounts_personsession": Text(id="Peramban yang sedang masuk saat itu.", en="The browsers that were logged in."),
    "citizens_citizensession": Text(
        id="Peramban warga yang sedang masuk saat itu.", en="The citizens' browsers that were logged in."
    ),
    "citizens_code": Text(id="Kode masuk yang belum dipakai.", en="Codes for logging in that nobody has used."),
    "citizens_citizenpasskey": Text(
        id="Kunci sandi warga; hanya berlaku di alamat portal ini.",
        en="Citizens' passkeys; they are good at this portal's address only.",
    ),
    "citizens_recovery": Text(
        id="Pemulihan akun warga, dengan alamat lama yang tersegel; hanya berlaku di instalasi ini.",
        en="Recoveries of citizens' accounts, with old addresses under a seal that only this installation opens.",
    ),
    "mfa_authenticator": Text(
        id="Rahasia untuk masuk dengan dua langkah. Setelah pindah, orang menyiapkannya lagi.",
        en="Secrets for logging in with two steps. After moving, people set it up again.",
    ),
    "accounts_identityprovider": Text(
        id="Kunci ke penyedia akun untuk masuk. Setelah pindah, administrator mengisinya lagi.",
        en="Keys to the provider of log-ins. After moving, administrators write them again.",
    ),
    "socialaccount_socialapp": Text(
        id="Kunci ke layanan masuk milik pihak lain.", en="Keys to other parties' log-in services."
    ),
    "socialaccount_socialapp_sites": Text(id="Bagian dari kunci itu.", en="Part of those keys."),
    "socialaccount_socialtoken": Text(
        id="Kunci orang ke akunnya di tempat lain.", en="People's keys to their accounts elsewhere."
    ),
    "account_emailconfirmation": Text(id="Tautan rahasia yang belum dipakai.", en="Secret links that nobody has used."),
    "files_export": Text(id="Catatan salinan seperti ini.", en="Records of copies like this one."),
}
COLUMNS = {
    ("accounts_person", "password"): Text(
        id="Sidik kata sandi dapat ditebak dari berkasnya. Isinya “!”: tidak ada yang bisa masuk dengannya. "
        "Setelah pindah, orang memilih kata sandi baru lewat “Lupa kata sandi”.",
        en="Hashes of passwords can be guessed from the file. It says “!”, with which nobody can log in. "
        "After moving, people choose a new password by “Forgotten password”.",
    ),
}


def blank(table: str) -> frozenset[str]:
    """Return the columns of a table in which the copy says `!`."""
    return frozenset(column for name, column in COLUMNS if name == table)
