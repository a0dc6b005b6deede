"""Soft-DTW as its paper prints it (Cuturi & Blondel 2017, Algorithms 1 and 2), compiled by numba, parallel over the batch.

R and E have a border of one cell on each side, and the cost is padded with zeros to the same shape, so that the loops test
nothing. Costs and the gradient are float32, everything between is float64. Cells outside lengths and band count as forbidden.
"""

import time

import numba
import numpy


@numba.njit(parallel=True)
def forward(cost, rows, columns, first, last, gamma, R, values):
    for b in numba.prange(cost.shape[0]):
        R[b] = numpy.inf
        R[b, 0, 0] = 0.0
        for n in range(1, rows[b] + 1):
            for m in range(first[b, n - 1] + 1, last[b, n - 1] + 2):
                diagonal = -R[b, n - 1, m - 1] / gamma
                up = -R[b, n - 1, m] / gamma
                left = -R[b, n, m - 1] / gamma
                most = max(diagonal, up, left)
                # No path arrives here, which only a band makes possible.
                if most == -numpy.inf:
                    continue
                total = numpy.exp(diagonal - most) + numpy.exp(up - most) + numpy.exp(left - most)
                R[b, n, m] = cost[b, n, m] - gamma * (numpy.log(total) + most)
        values[b] = R[b, rows[b], columns[b]]


@numba.njit(parallel=True)
def backward(cost, rows, columns, first, last, gamma, R, E, gradient):
    for b in numba.prange(cost.shape[0]):
        N = rows[b]
        M = columns[b]
        E[b] = 0.0
        for n in range(1, N + 1):
            R[b, n, : first[b, n - 1] + 1] = -numpy.inf
            R[b, n, last[b, n - 1] + 2 :] = -numpy.inf
        R[b, N + 1] = -numpy.inf
        R[b, N + 1, M + 1] = R[b, N, M]
        E[b, N + 1, M + 1] = 1.0
        for n in range(N, 0, -1):
            for m in range(last[b, n - 1] + 1, first[b, n - 1], -1):
                r = R[b, n, m]
                if r == numpy.inf:
                    continue
                down = numpy.exp((R[b, n + 1, m] - r - cost[b, n + 1, m]) / gamma)
                right = numpy.exp((R[b, n, m + 1] - r - cost[b, n, m + 1]) / gamma)
                diagonal = numpy.exp((R[b, n + 1, m + 1] - r - cost[b, n + 1, m + 1]) / gamma)
                e = E[b, n + 1, m] * down + E[b, n, m + 1] * right + E[b, n + 1, m + 1] * diagonal
                E[b, n, m] = e
                gradient[b, n - 1, m - 1] = e


class SoftDtw:
    """One task: arrays are made once, runs reuse them."""

    def __init__(self, arrays, gamma):
        cost = arrays["cost"]
        batch, rows, columns = cost.shape
        self.cost = numpy.zeros((batch, rows + 2, columns + 2), numpy.float32)
        self.cost[:, 1:-1, 1:-1] = cost
        # The border of a short item lies inside the array.
        for item, (height, width) in enumerate(zip(arrays["rowLengths"], arrays["columnLengths"])):
            self.cost[item, height + 1 :] = 0
            self.cost[item, :, width + 1 :] = 0
        self.lattice = (arrays["rowLengths"], arrays["columnLengths"], arrays["first"], arrays["last"], float(gamma))
        self.R = numpy.empty((batch, rows + 2, columns + 2))
        self.E = numpy.empty((batch, rows + 2, columns + 2))
        self.values = numpy.empty(batch)
        self.gradient = numpy.zeros((batch, rows, columns), numpy.float32)

    def run(self):
        start = time.perf_counter_ns()
        forward(self.cost, *self.lattice, self.R, self.values)
        middle = time.perf_counter_ns()
        backward(self.cost, *self.lattice, self.R, self.E, self.gradient)
        end = time.perf_counter_ns()
        return middle - start, end - middle

    def answer(self):
        self.run()
        return self.values, self.gradient
