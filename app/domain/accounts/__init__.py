"""People at the keyboard: what each role may do, and which passwords are good enough."""
