#!/usr/bin/env python3
# Compares the pairs of a ZIP: submits it, waits until the job is over, and saves the results.
# Needs Python 3.9 and nothing else. FACEMATCH_URL is the server's address, FACEMATCH_TOKEN a token.
import json
import os
import shutil
import sys
import time
import urllib.error
import urllib.request
import uuid

URL = os.environ.get("FACEMATCH_URL", "http://localhost:8080")
TOKEN = os.environ.get("FACEMATCH_TOKEN")
TRIES = 20


def request(path, archive=None, headers={}):
    """Returns the open answer of a success; repeats while the server is busy or out of reach."""
    for _ in range(TRIES):
        body = open(archive, "rb") if archive else None
        message = urllib.request.Request(URL + path, body, {"Authorization": f"Bearer {TOKEN}", **headers})
        pause = 1
        try:
            return urllib.request.urlopen(message, timeout=300)
        except urllib.error.HTTPError as answer:
            problem = f"the server answered {answer.code}: {detail(answer)}"
            if answer.code not in (429, 503) and "Retry-After" not in answer.headers:
                sys.exit(f"compare: {problem}")
            pause = int(answer.headers.get("Retry-After", 1))
        except OSError as error:  # no connection, or a lost one
            problem = str(error)
        time.sleep(pause)
    sys.exit(f"compare: gave up after {TRIES} tries: {problem}")


def detail(answer):
    """What a problem document says; errors of a proxy are none."""
    try:
        problem = json.load(answer)
        return " ".join([problem.get("detail", ""), *map(str, problem.get("errors", []))])
    except ValueError:
        return ""


def main(archive, folder="."):
    if not TOKEN:
        sys.exit("compare: FACEMATCH_TOKEN is not set: ./facematch token prints a token")
    # With this key a repeated upload makes no second job.
    headers = {"Content-Type": "application/zip", "Idempotency-Key": str(uuid.uuid4())}
    headers["Content-Length"] = str(os.path.getsize(archive))
    with request("/v1/jobs", archive, headers) as answer:
        pause = int(answer.headers.get("Retry-After", 1))
        job = json.load(answer)
    while True:
        print(f"job {job['id']}: {job['state']}, {job['done']} of {job['total']}", file=sys.stderr)
        if job["state"] not in ("ENQUEUING", "RUNNING"):
            break
        time.sleep(pause)
        with request(f"/v1/jobs/{job['id']}") as answer:
            job = json.load(answer)
    if job["state"] != "COMPLETED":
        sys.exit(f"compare: the job ended as {job['state']}")

    # Only a success gets here, so an error is never saved as if it were the results.
    target = os.path.join(folder, f"facematch-{job['id']}.zip")
    with request(f"/v1/jobs/{job['id']}/results") as answer, open(target + ".part", "wb") as file:
        shutil.copyfileobj(answer, file)
    os.replace(target + ".part", target)
    print(target)


if len(sys.argv) not in (2, 3):
    sys.exit("usage: compare.py ARCHIVE [FOLDER]")
try:
    main(*sys.argv[1:])
except OSError as error:
    sys.exit(f"compare: {error}")
