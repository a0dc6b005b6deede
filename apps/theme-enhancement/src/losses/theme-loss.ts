import type { Backend } from '@rubato/core';
import { InvalidArgumentError } from '@rubato/core';
import type { Scalar, Tensor3D } from '@tensorflow/tfjs-core';
import { div, mean, tensor1d, tidy } from '@tensorflow/tfjs-core';
import type { ThemeTargets } from '../shared-data/theme.ts';
import type { Configuration } from './configurations.ts';
import { checkConfiguration } from './configurations.ts';
import { ctcCosts } from './ctc-costs.ts';
import { emCosts } from './em-costs.ts';
import { sdtwCosts } from './sdtw-costs.ts';
import { strongCosts } from './strong-costs.ts';
import type { ThemeCostFunction } from './theme-costs.ts';

/** The loss of a batch of themes: the mean over its themes. What stands past a theme's frames is not looked at. */
export type ThemeLoss = (batch: readonly ThemeTargets[], logits: Tensor3D) => Scalar;

/**
 * The loss that a network is trained with under a configuration: `mean over themes of raw / normaliser`.
 *
 * | configuration | softmax over | targets | raw | normaliser |
 * | --- | --- | --- | --- | --- |
 * | CTC-* | classes and blank | `labels` | Table I, published code | number of labels |
 * | SDTW-* | classes | `weak`, M rows, free rests | Table I, published code | (M - 1)/2 |
 * | EM | classes | `weak` stretched to N rows | hard DTW, weights 1, 1, 1.5 | (N - 1)/2 |
 * | strong | classes | `strong` | `-Σ_n ⟨log x_n, y_n⟩` | N |
 *
 * Where the published normaliser is 0 it is 1/2. Gradients by the logits, for any number of classes; logits [B, T, K + 1] have the
 * blank last, and get no gradient by it but under CTC-*. Sources: Zeitler & Müller, IEEE/ACM TASLPRO 34, 2026, Tables I and III, and
 * its repository groupmm/dDTW_CTC.
 *
 * @param configuration an id of Table I, `'EM'` or `'strong'`
 * @param backend what computes the alignments. Default: what `setComputeBackend` of `@rubato/tfjs` named
 * @throws InvalidArgumentError for an unknown configuration, or when the loss is computed for logits or targets that do not fit
 */
export function themeLoss(configuration: Configuration, backend?: Backend): ThemeLoss {
  const costs = themeCosts(configuration);
  return (batch, logits) =>
    tidy(() => {
      const { raw, normalisers } = costs(batch, logits, backend);
      return mean(div(raw, tensor1d([...normalisers], 'float32')));
    });
}

/** What a configuration computes, before it is divided by normalisers and a mean is taken. */
export function themeCosts(configuration: Configuration): ThemeCostFunction {
  checkConfiguration('configuration', configuration);
  const costs = costsOf(configuration);
  return (batch, logits, backend) => {
    checkBatch(batch, logits);
    return costs(batch, logits, backend);
  };
}

function costsOf(configuration: Configuration): ThemeCostFunction {
  if (configuration === 'EM') return emCosts;
  if (configuration === 'strong') return strongCosts;
  return configuration.startsWith('CTC') ? ctcCosts(configuration) : sdtwCosts(configuration);
}

function checkBatch(batch: readonly ThemeTargets[], logits: Tensor3D): void {
  if (logits.shape.length !== 3 || logits.shape[0] !== batch.length || batch.length === 0 || logits.shape[2] < 2) {
    const expected = `[${Math.max(1, batch.length)}, T, K + 1]`;
    throw new InvalidArgumentError({ argument: 'logits', found: `of shape [${logits.shape.join(', ')}]`, expected });
  }
  const [, rows, width] = logits.shape;
  batch.forEach(({ frames, strong }, b) => {
    if (!Number.isInteger(frames) || frames < 1 || frames > rows) {
      throw new InvalidArgumentError({ argument: 'batch.frames', index: [b], found: String(frames), expected: `1 to ${rows}` });
    }
    if (strong.length === frames * (width - 1)) return;
    const expected = `${frames} rows of ${width - 1}`;
    throw new InvalidArgumentError({ argument: 'batch.strong', index: [b], found: `${strong.length} numbers`, expected });
  });
}
