import { RubatoError } from '@rubato/core';

/** An ARPA file that is none: the line, from 1, what stands there and what would be right. */
export class ArpaFormatError extends RubatoError {
  readonly line: number;
  readonly found: string;
  readonly expected: string;

  constructor(line: number, found: string, expected: string) {
    const shown = found.length > 60 ? `${found.slice(0, 60)}…` : found;
    super('arpa-format', `ARPA line ${line}: ${shown}; expected ${expected}`);
    this.line = line;
    this.found = shown;
    this.expected = expected;
  }
}
