"""Checks what Mingjing wrote, trusting nobody and sharing no code with it."""
