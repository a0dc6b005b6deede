"""torch's own CTC loss, forward and backward to the log-probabilities."""

import time

import numpy
import torch


class Ctc:
    """One task: log-probabilities lie as torch wants them, [frames, batch, classes]."""

    def __init__(self, arrays, _gamma):
        costs = torch.from_numpy(arrays["values"])
        self.log_probabilities = (-costs).transpose(0, 1).contiguous().requires_grad_()
        self.labels = torch.from_numpy(arrays["labels"].astype(numpy.int64))
        self.rows = tuple(int(length) for length in arrays["rowLengths"])
        self.label_counts = tuple(int(length) for length in arrays["labelCounts"])

    def loss(self, reduction):
        return torch.nn.functional.ctc_loss(
            self.log_probabilities, self.labels, self.rows, self.label_counts, blank=0, reduction=reduction, zero_infinity=False
        )

    def run(self):
        self.log_probabilities.grad = None
        start = time.perf_counter_ns()
        loss = self.loss("sum")
        middle = time.perf_counter_ns()
        loss.backward()
        end = time.perf_counter_ns()
        return middle - start, end - middle

    def answer(self):
        """Values, and the posterior of each class, [batch, frames, classes].

        torch's gradient by log-probabilities already holds the pullback of log_softmax: it is p minus the posterior.
        """
        self.log_probabilities.grad = None
        losses = self.loss("none")
        losses.sum().backward()
        posterior = (self.log_probabilities.detach().exp() - self.log_probabilities.grad).transpose(0, 1).contiguous()
        for item, length in enumerate(self.rows):
            posterior[item, length:] = 0
        return losses.detach().double().numpy(), posterior.numpy()
