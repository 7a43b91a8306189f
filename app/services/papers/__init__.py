"""What each document says: queries in, finished content out."""
