"""The only writers: instruments, their files, signatures and service; versions of templates."""
