import { describe, expect, it } from 'vitest';
import { FileFormatError } from '@rubato/io';

describe('FileFormatError', () => {
  it('says format, position and problem', () => {
    const error = new FileFormatError('csv', 'is no number', { line: 3, column: 2 });
    expect(error).toBeInstanceOf(Error);
    expect(error.name).toBe('FileFormatError');
    expect(error.message).toBe('csv: line 3, column 2: is no number');
    expect(error.format).toBe('csv');
    expect(error.position).toEqual({ line: 3, column: 2 });
    expect(new FileFormatError('npy', 'broken', { byte: 7 }).message).toBe('npy: byte 7: broken');
  });

  it('has no position or cause unless it is given one', () => {
    const error = new FileFormatError('json', 'broken');
    expect(error.message).toBe('json: broken');
    expect(error.position).toBeUndefined();
    expect('cause' in error).toBe(false);
    const cause = new Error('inner');
    expect(new FileFormatError('npz', 'broken', undefined, cause).cause).toBe(cause);
  });
});
