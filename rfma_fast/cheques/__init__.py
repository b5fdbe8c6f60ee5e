"""What one cheque is: its columns, and the rules that accept or reject a row."""
