import type { ReadOptions } from './read-options.ts';

/** How a table in text is read. */
export interface ReadCsvOptions extends Pick<ReadOptions, 'maxBytes'> {
  /** One character between cells. Default: the first of tab, `;` and `,` in the first line, outside quotes. */
  readonly delimiter?: string;
  /** Whether the first row holds names. Default `'auto'`: it does when none of its cells is a number. */
  readonly header?: boolean | 'auto';
  /** Lines that begin with this are left out. Default `'#'`; an empty text means that there are none. */
  readonly comment?: string;
  /** The columns to read, in this order: names or indices from 0. The others may hold anything. Default: all. */
  readonly columns?: readonly (string | number)[];
}

/** How a table is written. */
export interface WriteCsvOptions {
  /** One character between cells. Default `','`. */
  readonly delimiter?: string;
  /** A first row of names, one for each column. Default: none. */
  readonly header?: readonly string[];
}

/** @throws RangeError when `delimiter` is not one character, or one that cells consist of */
export function checkDelimiter(delimiter: string): void {
  if (typeof delimiter !== 'string' || delimiter.length !== 1 || /["\r\n0-9a-zA-Z.+-]/.test(delimiter)) {
    const allowed = 'one character other than quotes, line ends, letters, digits, ".", "+", "-"';
    throw new RangeError(`delimiter is ${JSON.stringify(delimiter)}, not ${allowed}`);
  }
}
