/** What came of one law: plain data, for tools. */
export interface LawRecord {
  readonly backend: string;
  /** The number in the list of laws. */
  readonly number: number;
  readonly law: string;
  readonly sentence: string;
  readonly outcome: 'passed' | 'failed' | 'skipped';
  /** Runs that checked something. */
  readonly runs: number;
  /** Runs that the law declares. */
  readonly declared: number;
  /** Problems that were drawn and left out: unsupported, or on a kink. */
  readonly skipped: number;
  /** Batch items checked. */
  readonly items: number;
  readonly seed: number;
  /** Why it was skipped or failed. */
  readonly reason?: string;
  /** Counts of what the law met, for example how many solves were checkpointed. */
  readonly counts: Readonly<Record<string, number>>;
}

/** All laws of one suite, filled while its tests run. */
export interface ConformanceSummary {
  readonly backend: string;
  readonly seed: number;
  readonly records: readonly LawRecord[];
}

/** A record in one line. */
export function describeRecord({ number, law, outcome, runs, declared, skipped, items, seed, reason, counts }: LawRecord): string {
  const counted = Object.entries(counts)
    .map(([name, count]) => `, ${count} ${name}`)
    .join('');
  const tail = reason === undefined || outcome === 'failed' ? '' : `: ${reason}`;
  const numbers = `${runs} of ${declared} runs, ${items} items, ${skipped} left out${counted}, seed ${seed}`;
  return `law ${number}, ${law}: ${outcome}, ${numbers}${tail}`;
}
