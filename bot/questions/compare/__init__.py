"""How the authority stands beside England, its region and its statistical neighbours."""
