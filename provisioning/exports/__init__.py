"""All that a tenant has in one .zip, to be taken away: read by people, by Postgres and by another installation."""
