"""How Seedling's weights are made. `python -m seedance_studio.seedling.train` is the door."""
