"""The figure tables, one file each: what is read, what is done to it, what is written."""
