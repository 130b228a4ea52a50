"""Bridges to what is not ours: gateways of bands over HTTP and MQTT, and the process that takes their readings.

Their words: *sense* (the process that takes, files and judges readings), *door* (where a message arrives: the local
socket of the web server, or a broker), *last will* (what the broker says of a gateway that is gone).
"""
