"""The region's public services (layanan) in one place: what to bring, what it costs, how long it takes."""
