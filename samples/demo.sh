#!/usr/bin/env bash
# Asks the sample library three questions it can answer and one it cannot.
set -euo pipefail
footnote=$1
bold='' plain=''
if [ -t 1 ]; then bold=$'\033[1m' plain=$'\033[0m'; fi
for question in \
    "How much will the repair of the Weir Bridge cost?" \
    "Who is the harbour master?" \
    "What does a return ticket on the ferry cost for an adult?" \
    "In what year was the Weir Bridge built?"; do
    printf '\n%s? %s%s\n' "$bold" "$question" "$plain"
    $footnote ask --as-of 2023-06-15 "$question"
done
