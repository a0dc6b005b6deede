import { describe, expect, it } from 'vitest';
import { decodeUtf8 } from '../src/utf8.ts';
import { formatErrorOf } from './support/file-format-errors.ts';

describe('decodeUtf8', () => {
  it('reads text, from shared memory too, and drops a byte order mark', () => {
    const bytes = new TextEncoder().encode('\ufeffé♪');
    expect(decodeUtf8(bytes, 'csv', 'the file')).toBe('é♪');
    const shared = new Uint8Array(new SharedArrayBuffer(bytes.length));
    shared.set(bytes);
    expect(decodeUtf8(shared, 'csv', 'the file')).toBe('é♪');
  });

  it('refuses what is not UTF-8', () => {
    const error = formatErrorOf(() => decodeUtf8(Uint8Array.of(0xff, 0xfe, 0x31, 0), 'csv', 'the file'));
    expect(error.message).toBe('csv: the file is not UTF-8 text, or longer than a string can be');
  });
});
