import type { Measure } from '../contenders/contender.ts';
import { spreadOf } from './quantiles.ts';
import type { Samples } from './rounds.ts';

/** Who takes part in a comparison. */
export interface Participant {
  readonly id: string;
  readonly threads: number;
  readonly ours: boolean;
}

/** How many times as fast `faster` is as `slower`, taken alternately in one run. */
export interface Ratio {
  readonly faster: string;
  readonly slower: string;
  readonly measure: Measure;
  /** The ratio of the medians. */
  readonly ratio: number;
  /** Quartiles of the ratios of each round. */
  readonly lower: number;
  readonly upper: number;
}

/**
 * What is compared: each of ours with each peer on as many threads, and each of ours with itself on fewer threads, which is the one
 * whose name it extends (`wasm-2` and `wasm`).
 */
export function pairsOf(participants: readonly Participant[]): [faster: Participant, slower: Participant][] {
  const ours = participants.filter((participant) => participant.ours);
  const peers = participants.filter((participant) => !participant.ours);
  return ours.flatMap((mine): [Participant, Participant][] => [
    ...peers.filter(({ threads }) => threads === mine.threads).map((peer): [Participant, Participant] => [mine, peer]),
    ...ours
      .filter(({ id, threads }) => threads < mine.threads && mine.id === `${id}-${mine.threads}`)
      .map((same): [Participant, Participant] => [mine, same]),
  ]);
}

/** The ratios of all pairs, in every measure that both have. */
export function ratiosOf(participants: readonly Participant[], samples: ReadonlyMap<string, Samples>): Ratio[] {
  return pairsOf(participants).flatMap(([faster, slower]) => {
    const mine = samples.get(faster.id);
    const theirs = samples.get(slower.id);
    if (mine === undefined || theirs === undefined) return [];
    return [...mine].flatMap(([measure, list]): Ratio[] => {
      const others = theirs.get(measure);
      if (others === undefined) return [];
      const rounds = spreadOf(list.map((nanoseconds, round) => others[round] / nanoseconds));
      const ratio = spreadOf(others).median / spreadOf(list).median;
      return [{ faster: faster.id, slower: slower.id, measure, ratio, lower: rounds.lower, upper: rounds.upper }];
    });
  });
}
