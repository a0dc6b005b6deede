import type { AlignmentSolution } from '@rubato/core';
import type { Json } from './decode.ts';
import { decodeLists, decodeNumber, decodeNumbers, inPrecision, shapeOf } from './decode.ts';
import type { GoldenCase, GoldenComparison, GoldenOptions } from './golden-case.ts';
import { MissingPreset } from './golden-case.ts';
import { goldenTolerance } from './golden-tolerances.ts';

/** A gradient by log-probabilities carried back through log-softmax: g - p·Σ g, row by row. */
export function throughLogSoftmax(
  byLogProbabilities: ArrayLike<number>,
  logProbabilities: ArrayLike<number>,
  classes: number,
): Float64Array {
  const result = new Float64Array(byLogProbabilities.length);
  for (let row = 0; row < result.length; row += classes) {
    let sum = 0;
    for (let k = 0; k < classes; k++) sum += byLogProbabilities[row + k];
    for (let k = 0; k < classes; k++) result[row + k] = byLogProbabilities[row + k] - Math.exp(logProbabilities[row + k]) * sum;
  }
  return result;
}

/** A case of `ctc.json`. With `zero_infinity` the file writes 0 for infeasible losses; ours are `Infinity` with gradient 0 in any case. */
export function ctcCase(json: Json, { precision, presets }: GoldenOptions): GoldenCase {
  const [B, T, K] = shapeOf(json['logits']);
  const labels = decodeLists(json['targets']);
  if (presets?.ctc === undefined) throw new MissingPreset('no CTC preset was handed in');
  const { columnClasses, ...parameterization } = presets.ctc(labels, { blank: decodeNumber(json['blank']) });
  const logProbabilities = decodeNumbers(json['log_probs']);
  const input = {
    ...parameterization,
    cost: {
      kind: 'gathered',
      values: inPrecision(
        logProbabilities.map((value) => -value),
        precision,
      ),
      shape: [B, T, columnClasses!.length / B],
      classes: K,
      index: columnClasses!,
    },
    rowLengths: decodeNumbers(json['input_lengths']),
  } as const;
  const infeasible = json['infeasible'] as readonly boolean[];
  const zeroed = json['zero_infinity'] === true;
  const loss = decodeNumbers(json['loss']).map((value, b) => (zeroed && infeasible[b] ? Infinity : value));
  const derivative = goldenTolerance('ctc', 'derivative', precision, { temperature: 1 });
  return {
    file: 'ctc',
    id: String(json['id']),
    tag: String(json['tag']),
    solves: [{ input, request: { inputGradient: true } }],
    compare: ([solution]: readonly AlignmentSolution[]): GoldenComparison[] => {
      const { values } = solution.inputGradient as Extract<AlignmentSolution['inputGradient'], { kind: 'gathered' }>;
      const byLogProbabilities = Float64Array.from(values, (value) => -value);
      return [
        {
          quantity: 'loss',
          actual: solution.values,
          expected: loss,
          tolerance: goldenTolerance('ctc', 'value', precision, { temperature: 1 }),
        },
        { quantity: 'grad_log_probs', actual: byLogProbabilities, expected: decodeNumbers(json['grad_log_probs']), tolerance: derivative },
        {
          quantity: 'grad_logits',
          actual: throughLogSoftmax(byLogProbabilities, logProbabilities, K),
          expected: decodeNumbers(json['grad_logits']),
          tolerance: derivative,
        },
      ];
    },
  };
}
