"""Everything a database holds as one file that either kind of database can be made from again."""
