#!/usr/bin/env bash
# Compares the pairs of a ZIP: submits it, waits until the job is over, and saves the results.
# Needs curl. FACEMATCH_URL is the server's address, FACEMATCH_TOKEN a token.
set -euo pipefail

fail() {
  echo "compare: $*" >&2
  exit 1
}

if [[ $# -lt 1 ]]; then fail "usage: compare.sh ARCHIVE [FOLDER]"; fi
archive=$1
folder=${2:-.}
url=${FACEMATCH_URL:-http://localhost:8080}
[[ -n ${FACEMATCH_TOKEN:-} ]] || fail "FACEMATCH_TOKEN is not set: ./facematch token prints a token"
[[ -r $archive ]] || fail "can't read $archive"
[[ -d $folder ]] || fail "there is no folder $folder"
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# Sends a request; repeats it while the server is busy or out of reach. The answer is in $work/body.
request() {
  local try status pause
  for try in {1..20}; do
    : >"$work/headers"
    status=$(curl -sS -o "$work/body" -D "$work/headers" -w '%{http_code}' -H "Authorization: Bearer $FACEMATCH_TOKEN" \
      "$@" 2>"$work/error") || status=failed
    if [[ $status == 200 || $status == 202 ]]; then return; fi
    if [[ $status != failed && $status != 429 && $status != 503 && -z $(retry_after) ]]; then
      fail "the server answered $status: $(member detail)"
    fi
    pause=$(retry_after)
    sleep "${pause:-1}"
  done
  fail "gave up after $try tries: $status $(member detail) $(<"$work/error")"
}

# The first member of that name in the answer: a string, or a number.
member() { grep -oE "\"$1\":(\"[^\"]*\"|[0-9]+)" "$work/body" 2>/dev/null | head -n 1 | cut -d: -f2- | tr -d '"' || true; }

# Seconds that the server asks us to wait; empty when it does not ask.
retry_after() { sed -n 's/^[Rr]etry-[Aa]fter: *\([0-9][0-9]*\).*$/\1/p' "$work/headers" | tail -n 1; }

# With this key a repeated upload makes no second job.
key=$(od -An -N16 -tx1 /dev/urandom | tr -d ' \n')
# -T sends the file from the disk; --data-binary would read all of it into memory first.
request -H 'Content-Type: application/zip' -H "Idempotency-Key: $key" -X POST -T "$archive" "$url/v1/jobs"
job=$(member id)
pause=$(retry_after)
[[ -n $job ]] || fail "the answer names no job"

while
  state=$(member state)
  echo "job $job: $state, $(member 'done') of $(member total)" >&2
  [[ $state == ENQUEUING || $state == RUNNING ]]
do
  sleep "${pause:-1}"
  request "$url/v1/jobs/$job"
done
[[ $state == COMPLETED ]] || fail "the job ended as $state"

# Only a 200 gets here, so an error is never saved as if it were the results.
request "$url/v1/jobs/$job/results"
mv "$work/body" "$folder/facematch-$job.zip"
echo "$folder/facematch-$job.zip"
