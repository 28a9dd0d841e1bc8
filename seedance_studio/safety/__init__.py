"""What the studio will not make, and whose consent it asks for first."""
