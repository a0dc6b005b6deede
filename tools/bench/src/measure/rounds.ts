import type { Entry, Measure, Sample } from '../contenders/contender.ts';
import type { Affinity } from './affinity.ts';
import type { Spread } from './quantiles.ts';
import { spreadOf } from './quantiles.ts';

/** Who takes part in the rounds. */
export interface Runner {
  readonly id: string;
  readonly threads: number;
  readonly entry: Pick<Entry, 'sample'>;
  /** Seconds that it has worked already, to give its answer. */
  readonly warmedSeconds: number;
}

export interface RoundOptions {
  /** Measured rounds at least. */
  readonly rounds: number;
  /** Short work gets more rounds, until this much time has passed or there are five times as many. */
  readonly seconds: number;
  /** Each contender works for so long before it is timed. */
  readonly warmSeconds: number;
}

/** The samples of a contender, a list per measure, one number per round. */
export type Samples = ReadonlyMap<Measure, readonly number[]>;

const MOST_WARM_RUNS = 500;

/** Runs all in turn, round after round, so that a slow moment of the machine hits them alike. */
export async function runRounds(
  runners: readonly Runner[],
  { rounds, seconds, warmSeconds }: RoundOptions,
  affinity: Pick<Affinity, 'use'>,
  now: () => number = () => performance.now() / 1000,
): Promise<ReadonlyMap<string, Samples>> {
  // Fewest threads first: two changes of processors a round are enough.
  const order = runners.toSorted((a, b) => a.threads - b.threads);
  for (const { entry, threads, warmedSeconds } of order) {
    affinity.use(threads);
    const start = now();
    for (let runs = 0; runs < MOST_WARM_RUNS && warmedSeconds + now() - start < warmSeconds; runs++) await entry.sample();
  }
  const samples = new Map(runners.map(({ id }) => [id, new Map<Measure, number[]>()]));
  const start = now();
  for (let round = 0; round < rounds || (round < 5 * rounds && now() - start < seconds); round++) {
    for (const { id, entry, threads } of order) {
      affinity.use(threads);
      keep(samples.get(id)!, await entry.sample());
    }
  }
  return samples;
}

function keep(samples: Map<Measure, number[]>, sample: Sample): void {
  for (const [measure, nanoseconds] of Object.entries(sample) as [Measure, number][]) {
    const list = samples.get(measure);
    if (list === undefined) samples.set(measure, [nanoseconds]);
    else list.push(nanoseconds);
  }
}

/** A contender's nanoseconds a cell in one measure. */
export interface Timing {
  readonly contender: string;
  readonly measure: Measure;
  readonly rounds: number;
  readonly milliseconds: Spread;
  readonly nanosecondsPerCell: Spread;
}

export function timingsOf(samples: ReadonlyMap<string, Samples>, cells: number): Timing[] {
  return [...samples].flatMap(([contender, measures]) =>
    [...measures].map(([measure, list]): Timing => {
      const { median, lower, upper } = spreadOf(list);
      const scaled = (by: number): Spread => ({ median: median / by, lower: lower / by, upper: upper / by });
      return { contender, measure, rounds: list.length, milliseconds: scaled(1e6), nanosecondsPerCell: scaled(cells) };
    }),
  );
}
