"""How dev.py prepares a machine; standard library only, in syntax that any Python 3 can read."""
