"""What the studio talks about: requests, cards, plans, jobs and clips. Plain Python, no I/O."""
