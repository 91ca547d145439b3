#!/usr/bin/env python3
# Verifies that a webhook came from Facematch, and just now:
#     verify-webhook.py ID TIMESTAMP SIGNATURES < body
# The arguments are its headers webhook-id, webhook-timestamp and webhook-signature, the body is what arrived, byte for byte.
# The secret is in WEBHOOK_SECRET. Needs Python 3.9. In a receiver, call verify().
import base64
import hashlib
import hmac
import os
import sys
import time

TOLERANCE_SECONDS = 300


def verify(secret, webhook_id, timestamp, signatures, body, now=None):
    """None for a message to be trusted, else why it is not. The body is bytes."""
    now = time.time() if now is None else now
    if not (timestamp.isascii() and timestamp.isdigit()) or abs(now - int(timestamp)) > TOLERANCE_SECONDS:
        return "it was not sent within the last five minutes"
    key = base64.b64decode(secret.removeprefix("whsec_"))
    message = webhook_id.encode() + b"." + timestamp.encode() + b"." + body
    expected = b"v1," + base64.b64encode(hmac.digest(key, message, hashlib.sha256))
    if any(hmac.compare_digest(signature.encode(), expected) for signature in signatures.split(" ")):
        return None
    return "no signature is by this secret, of this message"


if __name__ == "__main__":
    secret = os.environ.get("WEBHOOK_SECRET")
    if len(sys.argv) != 4 or not secret:
        print(f"usage: WEBHOOK_SECRET=whsec_... {sys.argv[0]} ID TIMESTAMP SIGNATURES < body", file=sys.stderr)
        sys.exit(2)
    refused = verify(secret, *sys.argv[1:], sys.stdin.buffer.read())
    print("NOT VERIFIED: " + refused if refused else "VERIFIED: " + sys.argv[1])
    sys.exit(1 if refused else 0)
