"""A peer process: answers requests, one JSON object a line, on standard input and output. Arrays travel in binary files."""

import importlib
import json
import os
import platform
import sys

PEERS = {"numba": ("soft_dtw", "SoftDtw"), "torch": ("ctc", "Ctc")}

# Whatever a library prints must not end up between the answers.
answers = os.fdopen(os.dup(sys.stdout.fileno()), "w", buffering=1)
os.dup2(sys.stderr.fileno(), sys.stdout.fileno())

tasks = {}


def status(name):
    """A size in bytes from Linux's account of this process, or None."""
    try:
        with open("/proc/self/status", encoding="ascii") as lines:
            for line in lines:
                if line.startswith(name + ":"):
                    return int(line.split()[1]) * 1024
    except OSError:
        pass
    return None


def hello(_request):
    """Versions of what is there, and why the rest is not."""
    found = {"python": platform.python_version(), "peers": {}, "absent": {}}
    for name in PEERS:
        try:
            library = importlib.import_module(name)
            importlib.import_module(PEERS[name][0])
            found["peers"][name] = library.__version__
        except Exception as error:  # an absent or a broken library is an answer, not a failure
            found["absent"][name] = f"{type(error).__name__}: {error}".splitlines()[0]
    threads = int(os.environ.get("OMP_NUM_THREADS", "1"))
    if "torch" in found["peers"]:
        import torch

        torch.set_num_threads(threads)
        torch.set_num_interop_threads(1)
    if "numba" in found["peers"]:
        import numba

        numba.set_num_threads(threads)
    return found


def load(request):
    import numpy

    arrays = {}
    for name, place in request["arrays"].items():
        count = 1
        for side in place["shape"]:
            count *= side
        data = numpy.fromfile(request["file"], dtype=place["type"], count=count, offset=place["offset"])
        arrays[name] = data.reshape(place["shape"])
    module, maker = PEERS[request["peer"]]
    tasks[request["peer"]] = getattr(importlib.import_module(module), maker)(arrays, request["gamma"])
    return {}


def answer(request):
    import numpy

    values, gradient = tasks[request["peer"]].answer()
    with open(request["file"], "wb") as out:
        numpy.ascontiguousarray(values, dtype=numpy.float64).tofile(out)
        numpy.ascontiguousarray(gradient, dtype=numpy.float32).tofile(out)
    return {"values": int(values.size), "gradient": int(gradient.size)}


def run(request):
    forward, backward = tasks[request["peer"]].run()
    return {"forward": forward, "backward": backward}


def unload(request):
    tasks.pop(request["peer"], None)
    return {}


def baseline(_request):
    """Memory now; from here on the high-water mark starts anew."""
    import gc

    gc.collect()
    try:
        with open("/proc/self/clear_refs", "w", encoding="ascii") as marks:
            marks.write("5")
    except OSError:
        pass
    return {"bytes": status("VmRSS")}


def peak(_request):
    return {"bytes": status("VmHWM")}


ACTIONS = {action.__name__: action for action in (hello, load, answer, run, unload, baseline, peak)}

for line in sys.stdin:
    request = json.loads(line)
    try:
        reply = ACTIONS[request["do"]](request)
    except Exception as error:  # the other side decides what a failure means
        reply = {"error": f"{type(error).__name__}: {error}"}
    answers.write(json.dumps({"id": request["id"], **reply}) + "\n")
