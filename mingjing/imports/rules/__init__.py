"""What a table says, judged on plain values."""
