"""Mingjing 明镜: the software of a law-enforcement case-handling management centre.

One package, one natural direction: see docs/architecture.md for the floors and the spine.
"""
