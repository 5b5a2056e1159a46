"""The answers about staffing: who is in post, agency, posts, vacancies, turnover, targets."""
