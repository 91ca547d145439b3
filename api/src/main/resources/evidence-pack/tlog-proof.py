#!/usr/bin/env python3
# Writes the proof of one outcome of the pack as a file after C2SP tlog-proof, which other programs verify, too. In the folder
# where the pack was unpacked:
#     python3 tlog-proof.py ID > outcome.tlog-proof
#     python3 verify-proof.py outcome.tlog-proof keys
# Needs Python 3.9 and nothing else.
import base64
import json
import sys

if len(sys.argv) != 2:
    sys.exit(f"usage: {sys.argv[0]} ID")
with open("checkpoint", encoding="utf-8", newline="") as file:
    checkpoint = file.read()
with open("proofs.jsonl", encoding="utf-8", newline="\n") as rows:
    for line in rows:
        row = json.loads(line)
        if row["id"] != sys.argv[1]:
            continue
        lines = ["c2sp.org/tlog-proof@v1", "extra " + base64.b64encode(row["leaf"].encode()).decode(),
                 f"index {row['index']}", *row["hashes"], "", ""]
        sys.stdout.buffer.write(("\n".join(lines) + checkpoint).encode())
        sys.exit()
sys.exit("The pack has no outcome of this id")
