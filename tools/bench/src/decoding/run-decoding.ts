import { elapsed } from '../contenders/contender.ts';
import type { Affinity } from '../measure/affinity.ts';
import type { Spread } from '../measure/quantiles.ts';
import { spreadOf } from '../measure/quantiles.ts';
import type { RoundOptions } from '../measure/rounds.ts';
import { runRounds } from '../measure/rounds.ts';
import type { DecodingContender } from './decoding-contenders.ts';
import type { DecodingCase } from './decoding-input.ts';
import { makeDecodingInput } from './decoding-input.ts';

/** A contender in a case. */
export interface DecodingTiming {
  readonly contender: string;
  readonly framesPerSecond: number;
  /** Its time against the first contender's: the ratio of the medians, and the quartiles of the rounds' ratios. */
  readonly against: Spread;
}

export interface DecodingResult {
  readonly name: string;
  readonly timings: readonly DecodingTiming[];
}

/**
 * Measures one case: all plain searches must answer alike first; then the rounds, in turn.
 *
 * @throws Error naming the contender whose answer is another
 */
export async function runDecoding(
  decodingCase: DecodingCase,
  contenders: readonly DecodingContender[],
  options: RoundOptions & { readonly seed: number },
  affinity: Pick<Affinity, 'use'>,
): Promise<DecodingResult> {
  const input = makeDecodingInput(decodingCase, options.seed);
  const runners = contenders.map((contender) => ({ ...contender, decode: contender.prepare(input, decodingCase) }));
  const [first] = runners;
  const expected = first.decode();
  for (const { id, plain, decode } of runners) {
    const { labels, logProbability } = decode();
    if (!plain) continue;
    const same = Array.from(labels).join(' ') === Array.from(expected.labels).join(' ');
    if (!same || Math.abs(logProbability - expected.logProbability) > 1e-6) throw new Error(`${id} decodes something else`);
  }
  const samples = await runRounds(
    runners.map(({ id, decode }) => ({
      id,
      threads: 1,
      warmedSeconds: 0,
      entry: { sample: () => Promise.resolve({ forward: elapsed(() => void decode()) }) },
    })),
    options,
    affinity,
  );
  const times = (id: string): readonly number[] => samples.get(id)!.get('forward')!;
  const timings = contenders.map(({ id }): DecodingTiming => {
    const rounds = spreadOf(times(id).map((time, round) => time / times(first.id)[round]));
    const median = spreadOf(times(id)).median;
    const ratio = median / spreadOf(times(first.id)).median;
    return { contender: id, framesPerSecond: (1e9 * decodingCase.frames) / median, against: { ...rounds, median: ratio } };
  });
  return { name: decodingCase.name, timings };
}
