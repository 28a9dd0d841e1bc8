"""The world Seedling is trained on: what it holds, how it is described, how it is drawn."""
