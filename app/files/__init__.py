"""Files on the disk of this computer: put in place whole, and held while somebody needs them."""
