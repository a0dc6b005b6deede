import { InvalidArgumentError } from '@rubato/core';
import { BufferUsage } from '../device/flags.ts';

/** @throws InvalidArgumentError for a buffer that cannot be read, or does not hold so many numbers */
export function checkReadable(buffer: GPUBuffer, count: number): void {
  if ((buffer.usage & BufferUsage.COPY_SRC) === 0) {
    throw new InvalidArgumentError({ argument: 'buffer', found: `usage ${buffer.usage}`, expected: 'a buffer with usage COPY_SRC' });
  }
  if (Number.isInteger(count) && count >= 0 && 4 * count <= buffer.size) return;
  const expected = `a whole number from 0 to ${Math.floor(buffer.size / 4)}`;
  throw new InvalidArgumentError({ argument: 'count', found: String(count), expected });
}
