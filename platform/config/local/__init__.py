"""One installation on a developer's own machine: what `./dev` does beyond shell."""
