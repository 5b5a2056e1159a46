"""What is stored, table by table and column by column: of whom, how long, and who sees it."""
