import type { WarpSettings } from '../alignment/warp-problem.ts';
import type { Slice } from '../data/slice.ts';
import type { Candidate } from './candidate.ts';
import { bestOf } from './candidate.ts';
import type { FeatureView } from './evaluate.ts';
import { evaluate, gdtwAligner } from './evaluate.ts';

/** The finer grid, in units of the best λ of the coarse one. */
const FACTORS = [0.6, 0.7, 0.85, 1.2, 1.4, 1.7];

/**
 * Validation errors of λ: of each value of a grid, then of finer ones around the best of them. A grid of one value has nothing around it.
 *
 * @throws the signal's reason on abort
 */
export async function tryLambdas(
  grid: readonly number[],
  warp: Omit<WarpSettings, 'lambda'>,
  slices: readonly Slice[],
  view: FeatureView,
  signal?: AbortSignal,
): Promise<Candidate[]> {
  const pairs = new Map(slices.map((slice) => [slice, view(slice)]));
  const candidates: Candidate[] = [];
  const ask = async (values: readonly number[]): Promise<void> => {
    for (const lambda of values) {
      if (candidates.some(({ value }) => value === lambda)) continue;
      const { timeError } = await evaluate(slices, (slice) => pairs.get(slice)!, gdtwAligner({ ...warp, lambda }), signal);
      candidates.push({ value: lambda, validationError: timeError });
    }
  };
  await ask(grid);
  if (grid.length > 1) {
    const { value } = bestOf(candidates);
    // Three digits: 0.2·0.6 is 0.12, and not 0.12 with a last bit.
    await ask(FACTORS.map((factor) => Number((factor * value).toPrecision(3))));
  }
  return candidates.toSorted((a, b) => a.value - b.value);
}
