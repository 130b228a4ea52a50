"""The JSON API for other systems.

An **integration** is a program that acts for a named officer at one of his posts, within **scopes** (permissions of
that post). Its **token** comes in two halves, known to two people. Every action of the apps is an **act** of the API
by itself; what can be read is a **list** or a **look**. What happened is a **feed** of entries behind a cursor; an
**endpoint** has them delivered.
"""
