"""Seedling: the small video diffusion model that the studio ships and trains."""
