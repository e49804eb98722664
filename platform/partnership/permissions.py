"""What operators may do."""

VIEW = "regions.view"
PROVISION = "regions.provision"
