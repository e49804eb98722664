"""What holds for every module: run over the registry, and over modules with one planted fault each."""
