import type { AlignmentProblem, InputGradient } from '@rubato/core';

/** Zeros for the gradient by a cost's own arrays; nothing for a cost on the device. */
export function emptyInputGradient({ cost }: AlignmentProblem): InputGradient | undefined {
  switch (cost.kind) {
    case 'dense':
    case 'banded':
      return { kind: cost.kind, data: new Float32Array(cost.data.length) };
    case 'gathered':
      return { kind: 'gathered', values: new Float32Array(cost.values.length) };
    case 'features':
      return { kind: 'features', x: new Float32Array(cost.x.length), y: new Float32Array(cost.y.length) };
    case 'device':
      return undefined;
  }
}

/** Where each row of a banded cost begins in its data. */
export function packedStarts({ cost, batch, rows }: AlignmentProblem): Float64Array {
  const starts = new Float64Array(batch * rows);
  if (cost.kind !== 'banded') return starts;
  for (let row = 1; row < starts.length; row++) starts[row] = starts[row - 1] + Math.max(0, cost.last[row - 1] - cost.first[row - 1] + 1);
  return starts;
}
