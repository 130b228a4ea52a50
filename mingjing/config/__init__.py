"""Settings, addresses, the server's entry point and the command line: the top floor, which may import everything.

Its words: *setting*, *url*, *command*, *supervisor*.
"""
