import { describe, expect, it } from 'vitest';
import { checkDelimiter } from '../src/csv-options.ts';

describe('checkDelimiter', () => {
  it('takes one character that no cell consists of', () => {
    for (const delimiter of [',', ';', '\t', ' ', '|', ':']) expect(() => checkDelimiter(delimiter)).not.toThrow();
    for (const delimiter of ['', ',,', '"', '\n', '\r', '1', 'e', '.', '-', '+', 3 as unknown as string]) {
      expect(() => checkDelimiter(delimiter)).toThrow(RangeError);
    }
  });
});
