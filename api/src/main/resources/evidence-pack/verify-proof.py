#!/usr/bin/env python3
# Verifies, offline and without any code of Facematch, that an outcome is in the signed log of its tenant:
#     verify-proof.py outcome.tlog-proof log.keys
# The proof is what GET /v1/outcomes/{id}/proof answered, the keys what GET /v1/audit/keys did, once, on a way that you
# trust. Needs Python 3.9 and openssl. The formats: https://c2sp.org/tlog-proof, tlog-checkpoint and signed-note.
import base64
import hashlib
import subprocess
import sys
import tempfile

ED25519 = 1
# What openssl wants before the 32 bytes of a public key (RFC 8410).
DER_PREFIX = bytes.fromhex("302a300506032b6570032100")


def sha256(data):
    return hashlib.sha256(data).digest()


def root_of(leaf, index, size, siblings):
    """The root that this place and these siblings lead to: RFC 9162, 2.1.3.2."""
    node, last, value = index, size - 1, sha256(b"\0" + leaf)
    for sibling in siblings:
        if last == 0:
            sys.exit("NOT VERIFIED: the proof is too long")
        if node % 2 == 1 or node == last:
            value = sha256(b"\1" + sibling + value)
            while node % 2 == 0 and node != 0:
                node, last = node >> 1, last >> 1
        else:
            value = sha256(b"\1" + value + sibling)
        node, last = node >> 1, last >> 1
    if last != 0:
        sys.exit("NOT VERIFIED: the proof is too short")
    return value


def is_signed(text, signature, key):
    with tempfile.NamedTemporaryFile() as public, tempfile.NamedTemporaryFile() as message, \
            tempfile.NamedTemporaryFile() as signed:
        for file, data in ((public, DER_PREFIX + key), (message, text.encode()), (signed, signature)):
            file.write(data)
            file.flush()
        return subprocess.run(
            ["openssl", "pkeyutl", "-verify", "-pubin", "-keyform", "DER", "-inkey", public.name, "-rawin",
             "-in", message.name, "-sigfile", signed.name], capture_output=True).returncode == 0


def signer(text, signatures, keys):
    """The first Ed25519 key of the list that signed the text."""
    for line in keys:
        name, key_id, typed = line.split("+", 2)
        key = base64.b64decode(typed)
        if key[0] != ED25519:
            continue
        if sha256(name.encode() + b"\n" + key)[:4] != bytes.fromhex(key_id):
            sys.exit("NOT VERIFIED: a key has another id than it says")
        for signature in signatures:
            dash, signed_by, value = signature.split(" ")
            value = base64.b64decode(value)
            if dash == "\u2014" and signed_by == name and value[:4] == bytes.fromhex(key_id):
                if not is_signed(text, value[4:], key[1:]):
                    sys.exit("NOT VERIFIED: the signature does not fit")
                return name
    sys.exit("NOT VERIFIED: none of these keys signed it")


def main():
    if len(sys.argv) != 3:
        sys.exit(f"usage: {sys.argv[0]} PROOF KEYS")
    with open(sys.argv[1], encoding="utf-8", newline="") as file:
        head, text, signatures = file.read().split("\n\n")
    with open(sys.argv[2], encoding="utf-8") as file:
        keys = file.read().split()
    text += "\n"
    kind, extra, index, *siblings = head.split("\n")
    if kind != "c2sp.org/tlog-proof@v1" or not extra.startswith("extra ") or not index.startswith("index "):
        sys.exit("NOT VERIFIED: this is no proof of an outcome")
    log, size, root = text.split("\n")[:3]
    if signer(text, signatures.strip().split("\n"), keys) != log:
        sys.exit("NOT VERIFIED: the key is that of another log")
    leaf, index, size = base64.b64decode(extra[6:]), int(index[6:]), int(size)
    siblings = [base64.b64decode(sibling) for sibling in siblings]
    if not 0 <= index < size or root_of(leaf, index, size, siblings) != base64.b64decode(root):
        sys.exit("NOT VERIFIED: the outcome is not in the log that was signed")
    print(f"VERIFIED: leaf {index} of {size} in the log {log}")
    print(leaf.decode())


main()
