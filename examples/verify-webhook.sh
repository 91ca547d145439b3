#!/usr/bin/env bash
# Verifies that a webhook came from Facematch, and just now:
#     verify-webhook.sh ID TIMESTAMP SIGNATURES < body
# The arguments are its headers webhook-id, webhook-timestamp and webhook-signature, the body is what arrived, byte for byte.
# The secret is in WEBHOOK_SECRET. openssl gets it as an argument, which other users of the machine can see: to try
# things out, not for a machine that you share. Needs bash, openssl and base64.
set -euo pipefail

if [ $# -ne 3 ] || [ -z "${WEBHOOK_SECRET:-}" ]; then
    echo "usage: WEBHOOK_SECRET=whsec_... $0 ID TIMESTAMP SIGNATURES < body" >&2
    exit 2
fi
id=$1
timestamp=$2
signatures=$3

now=$(date +%s)
if ! [[ $timestamp =~ ^[0-9]{1,12}$ ]] || ((10#$timestamp < now - 300 || 10#$timestamp > now + 300)); then
    echo "NOT VERIFIED: it was not sent within the last five minutes"
    exit 1
fi

key=$(printf %s "${WEBHOOK_SECRET#whsec_}" | base64 -d | od -An -v -tx1 | tr -d ' \n')
expected=v1,$({
    printf '%s.%s.' "$id" "$timestamp"
    cat
} | openssl dgst -sha256 -mac HMAC -macopt "hexkey:$key" -binary | base64)

for signature in $signatures; do
    if [ "$signature" = "$expected" ]; then
        echo "VERIFIED: $id"
        exit 0
    fi
done
echo "NOT VERIFIED: no signature is by this secret, of this message"
exit 1
