"""What Django's templates (the login, the studio) ask the house for."""
