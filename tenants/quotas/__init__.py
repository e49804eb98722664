"""How much a tenant may use: rows, files, mails and jobs. Public schema; a tenant sees its own."""
