"""GDTW as its paper solves it (Xu, Garg, Milford & Gould 2023, section 5 and figure 6): a loop over all m M^2 edges, in passes over
grids that narrow around the warp before, compiled by numba for one thread. It has no windows: every edge is looked at, and those whose
slope is not allowed are passed over. Knots and observations are at even times from 0 to 1. One JSON object a line, both ways.
"""

import json
import os
import sys
import time

# Whatever a library prints must not end up between the answers.
answers = os.fdopen(os.dup(sys.stdout.fileno()), "w", buffering=1)
os.dup2(sys.stderr.fileno(), sys.stdout.fileno())

try:
    import numba
    import numpy
except ImportError as error:
    sys.exit(f"{type(error).__name__}: {error}")


@numba.njit
def fill_grid(warp, width, grid):
    m, M = grid.shape
    for i in range(m):
        # The ends of the warp are those of x.
        least = 1.0 if i == m - 1 else 0.0
        most = 0.0 if i == 0 else 1.0
        low = least
        high = most
        if width < 1.0:
            half = 0.5 * width * (most - least)
            low = max(least, warp[i] - half)
            high = min(most, warp[i] + half)
        for k in range(M):
            grid[i, k] = low + k * (high - low) / (M - 1)


@numba.njit
def node_costs(x, y, grid, node):
    m, M = grid.shape
    n, channels = x.shape
    for i in range(m):
        weight = 1.0 / (m - 1) if 0 < i < m - 1 else 0.5 / (m - 1)
        for k in range(M):
            place = grid[i, k] * (n - 1)
            segment = min(n - 2, int(place))
            share = place - segment
            total = 0.0
            for c in range(channels):
                a = x[segment, c]
                difference = a + share * (x[segment + 1, c] - a) - y[i, c]
                total += difference * difference
            node[i, k] = weight * total


@numba.njit
def best_warp(penalty, slowest, fastest, grid, node, costs, following, origins, warp):
    m, M = grid.shape
    interval = 1.0 / (m - 1)
    for k in range(M):
        costs[k] = node[0, k]
    for i in range(1, m):
        for k in range(M):
            value = grid[i, k]
            best = numpy.inf
            origin = 0
            for j in range(M):
                slope = (value - grid[i - 1, j]) * (m - 1)
                if slope < slowest or slope > fastest:
                    continue
                deviation = slope - 1.0
                cost = costs[j] + penalty * interval * deviation * deviation
                if cost < best:
                    best = cost
                    origin = j
            following[k] = best + node[i, k]
            origins[i, k] = origin
        costs[:] = following
    best = 0
    for k in range(1, M):
        if costs[k] < costs[best]:
            best = k
    objective = costs[best]
    for i in range(m - 1, -1, -1):
        warp[i] = grid[i, best]
        best = origins[i, best]
    return objective


class Gdtw:
    """One problem; arrays are made once, runs reuse them."""

    def __init__(self, x, y, penalty, fastest, size, passes, refinement):
        self.x = numpy.array(x)
        self.y = numpy.array(y)
        m = len(self.y)
        # Slopes are compared with a tolerance, as the warps of the passes are rounded.
        self.setting = (penalty, -1e-9, numpy.inf if fastest is None else fastest + 1e-9)
        self.widths = [refinement**number for number in range(passes)]
        self.grid = numpy.empty((m, size))
        self.node = numpy.empty((m, size))
        self.costs = numpy.empty(size)
        self.following = numpy.empty(size)
        self.origins = numpy.empty((m, size), numpy.int32)
        self.warp = numpy.zeros(m)

    def run(self):
        for width in self.widths:
            fill_grid(self.warp, width, self.grid)
            node_costs(self.x, self.y, self.grid, self.node)
            objective = best_warp(
                *self.setting, self.grid, self.node, self.costs, self.following, self.origins, self.warp
            )
        return objective


task = None


def hello(_request):
    return {"version": numba.__version__}


def load(request):
    global task
    names = ("x", "y", "lambda", "fastest", "gridSize", "passes", "refinement")
    task = Gdtw(*(request[name] for name in names))
    return {}


def answer(_request):
    return {"objective": task.run(), "warp": task.warp.tolist()}


def run(_request):
    start = time.perf_counter_ns()
    task.run()
    return {"nanoseconds": time.perf_counter_ns() - start}


ACTIONS = {action.__name__: action for action in (hello, load, answer, run)}

for line in sys.stdin:
    request = json.loads(line)
    try:
        reply = ACTIONS[request["do"]](request)
    except Exception as error:  # the other side decides what a failure means
        reply = {"error": f"{type(error).__name__}: {error}"}
    answers.write(json.dumps({"id": request["id"], **reply}) + "\n")
