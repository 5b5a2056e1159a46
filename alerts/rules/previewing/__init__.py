"""What rules would have done: the days kept, judged by them, and the alerts lived through."""
