"""Two people of one session through Python's websockets: every step of a visit, each within 20 seconds."""
import asyncio
import json
import os
from datetime import datetime, timezone

import websockets


def address(token):
    return f"{os.environ['URL']}?session_id={os.environ['SESSION']}&token={token}"


def fix(lat, lon):
    now = datetime.now(timezone.utc).isoformat(timespec="milliseconds")
    return json.dumps({"type": "location_update", "payload": {"lat": lat, "lon": lon, "accuracy_m": 8, "timestamp": now}})


async def hear(socket, kind):
    while True:
        frame = json.loads(await asyncio.wait_for(socket.recv(), 20))
        if frame["type"] == kind:
            return frame["payload"]


async def visit():
    async with websockets.connect(address(os.environ["ALICE"])) as alice, websockets.connect(address(os.environ["BOB"])) as bob:
        shot = await hear(alice, "session_snapshot")
        assert shot["session_id"] == os.environ["SESSION"], shot
        await hear(bob, "session_snapshot")

        await alice.send(fix(-33.8568, 151.2153))
        seen = await hear(bob, "peer_location")
        assert (seen["lat"], seen["lon"], seen["user_id"]) == (-33.8568, 151.2153, shot["you"]), seen
        await bob.send(fix(-33.8570, 151.2150))
        await hear(alice, "peer_location")

        await bob.send(json.dumps({"type": "location_update", "payload": {"lat": "north"}}))
        assert (await hear(bob, "error"))["code"] == "INVALID_PAYLOAD"
        await bob.send(json.dumps({"type": "pause_sharing"}))
        while (await hear(alice, "presence_update"))["sharing"] != "paused":
            pass

        await alice.send(json.dumps({"type": "end_session"}))
        reason = (await hear(bob, "session_ended"))["reason"]
        await asyncio.wait_for(bob.wait_closed(), 20)
        print(f"ended with {reason}, close code {bob.close_code}")


asyncio.run(visit())
