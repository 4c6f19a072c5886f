class MedoidError(Exception):
    """Something that a person can act on: the message says what is wrong, where, and what to do next."""
