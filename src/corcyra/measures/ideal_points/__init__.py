"""Ideal points: where states stand, estimated from their votes (Bailey, Strezhnev and Voeten 2017)."""
