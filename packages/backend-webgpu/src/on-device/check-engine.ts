import { InvalidArgumentError } from '@rubato/core';

/** @throws InvalidArgumentError for anything but a known word */
export function checkEngine(engine: unknown): void {
  if (engine === 'fastest' || engine === 'fronts') return;
  throw new InvalidArgumentError({ argument: 'options.engine', found: String(engine), expected: "'fastest' or 'fronts'" });
}
