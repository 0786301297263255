#!/usr/bin/env python3
"""Keeps the latest snapshot of each key, and says what changes.

Standard input has lines of `./slotkeeper watch reservations` or of `kcat -J`, whose payload is the snapshot as text. Any
service that keeps a view of its own has to do these three things. Python's own library is enough.
"""

import json
import sys

latest = {}

for line in sys.stdin:
    record = json.loads(line)
    key = record["key"]
    snapshot = json.loads(record["payload"] or "null") if "payload" in record else record["value"]
    if snapshot is None:
        # The retention is over, and the key may begin a new life. A tombstone has no order: one that is read once more
        # takes the new life away until that is read once more too. Keep offsets beside the view to rule that out.
        if latest.pop(key, None) is not None:
            print(f"{key} forgotten", flush=True)
        continue
    order = (snapshot["created_at"], snapshot["revision"])
    if key in latest and order <= latest[key][0]:
        # Read once more, after a restart for instance. The second life's revisions begin at 1 again, so the revision
        # alone doesn't tell.
        print(f"{key} revision {snapshot['revision']} known already", flush=True)
        continue
    latest[key] = (order, snapshot)
    print(f"{key} revision {snapshot['revision']} {snapshot['status']}", flush=True)

print(json.dumps({key: snapshot["status"] for key, (_, snapshot) in sorted(latest.items())}))
