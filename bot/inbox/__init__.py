"""The drop folder: a file put there is loaded, then moved to done or refused with its report."""
