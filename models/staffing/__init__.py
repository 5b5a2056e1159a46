"""Who works here, in which posts and on what terms: today, a year ago, and as it will come."""
