"""Pictures that say a finding: figures as plain values in, PNG out."""
