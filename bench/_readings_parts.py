"""Run as processes of their own. `send URL RATE SECONDS BATCH BANDS SECRET ALARMS FIRST`: a gateway that publishes
readings at a steady rate and prints how many; `store URL FILE`: a consumer that only stores, until told to stop."""

import json
import os
import signal
import sys
import threading
import time
from collections import deque

import paho.mqtt.client as mqtt
from paho.mqtt.enums import CallbackAPIVersion

from mingjing.bridges.mqtt import Broker
from mingjing.presence.intake import sign

TOPIC = "mingjing/G0/readings"


def client(url: str, name: str, **more: object) -> mqtt.Client:
    broker = Broker.parse(url)
    one = mqtt.Client(CallbackAPIVersion.VERSION2, name, clean_session=False, **more)
    if broker.user:
        one.username_pw_set(broker.user, broker.password)
    one.max_inflight_messages_set(2000)
    one.max_queued_messages_set(0)
    one.connect(broker.host, broker.port, keepalive=60)
    return one


def send(url: str, rate: int, seconds: float, batch: int, bands: int, secret: bytes, alarms: float, first: int) -> None:
    acknowledged: list[int] = [0]
    one = client(url, "bench-gateway")
    one.on_publish = lambda *_: acknowledged.__setitem__(0, acknowledged[0] + 1)
    one.loop_start()
    names = [f"W{n:05d}" for n in range(bands)]
    began, sent, number, next_alarm, called, wait = time.monotonic(), 0, first, 0.0, 0, 0.0
    calling: set[int] = set()  # bands whose button was pressed in their last reading
    while (passed := time.monotonic() - began) < seconds:
        if sent > passed * rate or number - first - acknowledged[0] > 4000:
            time.sleep(0.001)
            continue
        now = time.time_ns() // 1_000_000
        rows, caller = [], -1
        if alarms and passed >= next_alarm:
            next_alarm += 1 / alarms
            called += 1
            caller = (sent + called % batch) % bands
        for n in range(sent, sent + batch):
            band, turn = n % bands, n // bands
            sos = ',"sos":false' if band in calling else ""
            calling.discard(band)
            if band == caller:
                sos = ',"sos":true'
                calling.add(band)
            rows.append(
                f'{{"device":"{names[band]}","at":{now},"seq":{first * 1000 + turn},"hr":{60 + band % 40},"spo2":97,'
                f'"temp":36.5,"peak":1.0{turn % 10},"battery":80.5,"worn":true,"zone":"cell-{band % 40:02d}"{sos}}}'
            )
        body = f'{{"sent":{now},"readings":[{",".join(rows)}]}}'.encode()
        one.publish(TOPIC, sign(secret, "G0", number, body), qos=1)
        sent += batch
        number += 1
    spent = time.monotonic() - began
    while acknowledged[0] < number - first and wait < 60:
        time.sleep(0.05)
        wait += 0.05
    one.disconnect()
    print(json.dumps({"sent": sent, "seconds": spent, "unacknowledged": number - first - acknowledged[0]}))


def store(url: str, file: str) -> None:
    """Takes each message, writes it down, waits for the disk, acknowledges: nothing else."""
    waiting: deque[mqtt.MQTTMessage] = deque()
    woken, stopping = threading.Event(), threading.Event()
    one = client(url, "bench-store", manual_ack=True)
    one.on_connect = lambda c, *_: c.subscribe(TOPIC, 1)
    one.on_message = lambda _c, _u, m: (waiting.append(m), woken.set())
    signal.signal(signal.SIGTERM, lambda *_: (stopping.set(), woken.set()))
    one.loop_start()
    with open(file, "ab") as out:
        while not stopping.is_set():
            woken.wait(0.1)
            woken.clear()
            taken = [waiting.popleft() for _ in range(len(waiting))]
            if taken:
                out.write(b"".join(bytes(m.payload) + b"\n" for m in taken))
                out.flush()
                os.fdatasync(out.fileno())
            for message in taken:
                one.ack(message.mid, message.qos)


if __name__ == "__main__":
    if sys.argv[1] == "send":
        url, rate, seconds, batch, bands, secret, alarms, first = sys.argv[2:]
        send(url, int(rate), float(seconds), int(batch), int(bands), secret.encode(), float(alarms), int(first))
    else:
        store(sys.argv[2], sys.argv[3])
