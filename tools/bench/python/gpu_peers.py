"""What PyTorch takes for value and gradient: its own CTC loss, and dDTW by anti-diagonals, on CUDA where it is there.

    python3 gpu_peers.py CASES [--json FILE] [--rounds N] [--device cuda|cpu]

CASES is a file of the bench's (peer-cases.ts): what to measure, and two small problems with Rubato's answers, which are compared
first. CTC gets the true lengths: the paper's own profiling script passes the batch size for frames and labels, so that its CTC column
was taken on 16 frames by 16 labels whatever the size.
"""

import argparse
import json
import statistics
import sys
import time

import torch

STEPS = ((1, 0), (0, 1), (1, 1))
WARM = 3


def skew(matrix, fill):
    """[B, N, M] as anti-diagonals [N + M - 1, B, N]: entry (d, b, n) is (b, n, d - n), or `fill` outside."""
    batch, rows, columns = matrix.shape
    padded = matrix.new_full((batch, rows, columns + rows), fill)
    padded[:, :, :columns] = matrix
    width = columns + rows - 1
    # Row n begins one earlier than the row before ends; what lies between is padding.
    view = padded.as_strided((batch, rows, width), (rows * (columns + rows), width, 1))
    return view.permute(2, 0, 1).contiguous()


def unskew(diagonals, columns):
    """The inverse: [N + M - 1, B, N] as [B, N, M]."""
    width, batch, rows = diagonals.shape
    padded = diagonals.new_zeros((batch, rows, width + 1))
    padded.as_strided((batch, rows, width), (rows * (width + 1), width, 1)).copy_(diagonals.permute(1, 2, 0))
    return padded[:, :, :columns].contiguous()


@torch.no_grad()
def ddtw(cost, gamma=1.0):
    """Algorithms 1 and 2 of Zeitler & Mueller 2026 with softmin, steps (1,0), (0,1), (1,1) and unit weights, from corner to corner.

    cost: [B, N, M]. Returns the values [B] and H = dvalue/dC [B, N, M]. One row of tensors for each anti-diagonal, over the batch.
    Position n + 1 of a diagonal is row n; position 0 and two diagonals before the first lie outside the matrix.
    """
    batch, rows, columns = cost.shape
    count = rows + columns - 1
    C = skew(cost, float("inf"))
    D = cost.new_full((count + 2, batch, rows + 1), float("inf"))
    # Backtracking tensor: the gradient of the minimum by each step; 0 where there is no cell.
    B = cost.new_zeros((len(STEPS), count + 2, batch, rows + 2))
    D[2, :, 1] = C[0, :, 0]
    for d in range(1, count):
        low, high = max(0, d - columns + 1), min(d, rows - 1) + 1
        before = [D[d + 2 - (i + j), :, low + 1 - i : high + 1 - i] for i, j in STEPS]
        f = -(torch.stack(before) + C[d, :, low:high]) / gamma
        D[d + 2, :, low + 1 : high + 1] = -gamma * torch.logsumexp(f, 0)
        B[:, d, :, low:high] = torch.softmax(f, 0)
    E = cost.new_zeros((count + 2, batch, rows + 1))
    E[count - 1, :, rows - 1] = 1
    for d in range(count - 2, -1, -1):
        low, high = max(0, d - columns + 1), min(d, rows - 1) + 1
        E[d, :, low:high] = sum(
            E[d + i + j, :, low + i : high + i] * B[s, d + i + j, :, low + i : high + i] for s, (i, j) in enumerate(STEPS)
        )
    # G = sum of the weights, all 1, times the gradient of the minimum; the start candidate is the corner's only one.
    G = B[:, :count, :, :rows].sum(0)
    G[0, :, 0] = 1
    return D[count + 1, :, rows], unskew(E[:count, :, :rows] * G, columns)


def ctc(log_probabilities, labels, frames, label_counts):
    """torch's CTC loss by item and its gradient; log_softmax was taken outside. log_probabilities: [N, B, K]."""
    leaf = log_probabilities.detach().requires_grad_()
    losses = torch.nn.functional.ctc_loss(leaf, labels, frames, label_counts, blank=0, reduction="none")
    losses.sum().backward()
    return losses.detach(), leaf.grad


def largest(found, expected):
    scale = max(1.0, float(expected.abs().max()))
    return float((found.cpu().double() - expected).abs().max()) / scale


def check(problems, device):
    """The largest differences from Rubato's answers, which are float32."""
    numbers = lambda field, *shape: torch.tensor(field, dtype=torch.float64).reshape(shape)
    soft = problems["softDtw"]
    shape = (soft["batch"], soft["rows"], soft["columns"])
    values, gradient = ddtw(numbers(soft["cost"], *shape).float().to(device), soft["temperature"])
    found = {
        "ddtw value": largest(values, numbers(soft["values"], -1)),
        "ddtw gradient": largest(gradient, numbers(soft["gradient"], *shape)),
    }
    own = problems["ctc"]
    batch, frames, classes = own["batch"], own["rows"], own["classes"]
    log_probabilities = -numbers(own["costs"], batch, frames, classes).float().transpose(0, 1).contiguous().to(device)
    labels = torch.tensor(own["labels"], dtype=torch.int64, device=device)
    losses, gradient = ctc(log_probabilities, labels, (frames,) * batch, (labels.shape[1],) * batch)
    # torch's gradient by log-probabilities already holds the pullback of log_softmax: it is p minus the posterior.
    posterior = (log_probabilities.exp() - gradient).transpose(0, 1)
    found["ctc value"] = largest(losses, numbers(own["values"], -1))
    found["ctc gradient"] = largest(posterior, numbers(own["gradient"], batch, frames, classes))
    wrong = {name: difference for name, difference in found.items() if not difference <= 1e-3}
    if wrong:
        sys.exit(f"answers differ from Rubato's: {wrong}")
    return found


def prepare(case, device):
    """Random inputs of a case's size, and the work on them."""
    batch, rows, columns = case["batch"], case["rows"], case["columns"]
    if case["kind"] == "soft-dtw":
        cost = 2 * torch.rand(batch, rows, columns, device=device)
        return lambda: ddtw(cost)
    count = (columns - 1) // 2
    scores = 4 * torch.rand(rows, batch, case["classes"], device=device)
    log_probabilities = torch.log_softmax(scores, 2)
    labels = torch.randint(1, case["classes"], (batch, count), device=device)
    return lambda: ctc(log_probabilities, labels, (rows,) * batch, (count,) * batch)


def measure(case, device, rounds):
    """Milliseconds (median), and on CUDA the bytes that the work took at most beside its inputs."""
    work = prepare(case, device)
    wait = torch.cuda.synchronize if device == "cuda" else lambda: None
    for _ in range(WARM):
        work()
    wait()
    result = {}
    if device == "cuda":
        held = torch.cuda.memory_allocated()
        torch.cuda.reset_peak_memory_stats()
        work()
        result["bytes"] = torch.cuda.max_memory_allocated() - held
    times = []
    for _ in range(rounds):
        wait()
        start = time.perf_counter()
        work()
        wait()
        times.append(1e3 * (time.perf_counter() - start))
    return {"name": case["name"], "milliseconds": statistics.median(times), **result}


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("cases")
    parser.add_argument("--json")
    parser.add_argument("--rounds", type=int, default=10)
    parser.add_argument("--device", default="cuda" if torch.cuda.is_available() else "cpu")
    options = parser.parse_args()
    with open(options.cases, encoding="utf8") as file:
        cases = json.load(file)
    torch.manual_seed(1)
    device = options.device
    report = {
        "torch": torch.__version__,
        "device": torch.cuda.get_device_name() if device == "cuda" else device,
        "differences": check(cases["check"], device),
        "results": [],
    }
    for case in cases["cases"]:
        found = measure(case, device, options.rounds)
        report["results"].append(found)
        print(json.dumps(found), file=sys.stderr, flush=True)
    text = json.dumps(report, indent=2)
    if options.json is None:
        print(text)
    else:
        with open(options.json, "w", encoding="utf8") as file:
            file.write(text + "\n")


if __name__ == "__main__":
    main()
