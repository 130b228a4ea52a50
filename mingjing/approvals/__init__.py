"""Approvals: somebody asks, somebody of the rank the law names decides, and never the same person.

Its words: *request*, *rank* (who may decide, in the words of the law), *post* (which post holds that rank here),
*deputy* (stands for the rank while on duty), *side* (who asked and on whose behalf: nobody of it decides), *grant*,
*refuse*, *return* (sent back to be completed), *withdraw*, *lapse* (nobody decided in time).
"""
