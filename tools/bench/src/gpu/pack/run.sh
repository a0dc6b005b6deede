#!/usr/bin/env bash
# Runs the bench on a bare x86-64 machine with a GPU and without network, as root, with what lies beside this file:
#
#   bash .gpu/run.sh [options of the bench]
#
# Results go to $OUT, else to .gpu/results: gpu-bench.md, gpu-bench.json, gpu-bench.log; gpu-peers.json where torch sees a GPU.
# PEERS=0 leaves the peers out; PEERS=1 takes them on any device of torch's.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
out=${OUT:-$here/results}
mkdir -p "$out"
# Puts node on the path, node_modules/webgpu beside this folder, and the Vulkan loader into place.
. "$here/unpack.sh"
RUBATO_COMMIT=$(cat "$here/commit")
export RUBATO_COMMIT

peers=()
sees='import sys, torch; sys.exit(0 if torch.cuda.is_available() else 1)'
if [ "${PEERS:-}" != 0 ] && { [ "${PEERS:-}" = 1 ] || python3 -c "$sees" 2>/dev/null; }; then
  if timeout 240 python3 "$here/bench/tools/bench/python/gpu_peers.py" "$here/peer-cases.json" --json "$out/gpu-peers.json"; then
    peers=(--peers "$out/gpu-peers.json")
  else
    echo 'the peers in PyTorch ended with an error: the bench goes on without them' >&2
  fi
else
  echo 'no peers: python3 has no torch that sees a GPU, or PEERS=0' >&2
fi

status=0
node "$here/bench/tools/bench/src/gpu/main.ts" "${peers[@]}" --json "$out/gpu-bench.json" "$@" \
  2> >(tee "$out/gpu-bench.log" >&2) | tee "$out/gpu-bench.md" || status=$?
exit "$status"
