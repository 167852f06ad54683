"""The commands, one file each. `cli` loads the one that is asked for and no other."""
