"""The command line: every deed of the product for administrators, and questions for everybody."""
