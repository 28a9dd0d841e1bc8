"""Pages beside the create tabs."""
