"""What it would take: a change projected year by year, kept by name, laid beside what happened."""
