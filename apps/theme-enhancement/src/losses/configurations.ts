import { InvalidArgumentError } from '@rubato/core';
import type { Table1Id } from '@rubato/presets';
import { table1Ids } from '@rubato/presets';

/** What a network is trained under: a row of Table I, or one of the two baselines. */
export type Configuration = Table1Id | 'EM' | 'strong';

/** The configurations in the order of Table III. */
export const configurations: readonly Configuration[] = Object.freeze([...table1Ids, 'EM', 'strong']);

/** Refuses what is no configuration. */
export function checkConfiguration(argument: string, configuration: unknown): asserts configuration is Configuration {
  if ((configurations as readonly unknown[]).includes(configuration)) return;
  const found = typeof configuration === 'string' ? JSON.stringify(configuration) : typeof configuration;
  throw new InvalidArgumentError({ argument, found, expected: `one of ${configurations.join(', ')}` });
}
