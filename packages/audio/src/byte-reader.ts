import { AudioFormatError } from './audio-format-error.ts';
import type { AudioFormat } from './audio-format-error.ts';
import { refuse } from './check.ts';

/** Reads a range of bytes from front to back; whatever would lie behind its end is an error at that byte. */
export class ByteReader {
  readonly format: AudioFormat;
  readonly bytes: Uint8Array;
  /** The bytes of the range end here. */
  readonly end: number;
  /** The next byte. */
  position: number;

  constructor(format: AudioFormat, bytes: Uint8Array, start: number, end: number) {
    this.format = format;
    this.bytes = bytes;
    this.position = start;
    this.end = end;
  }

  get left(): number {
    return this.end - this.position;
  }

  fail(problem: string, byte: number = this.position): never {
    throw new AudioFormatError(this.format, problem, byte);
  }

  /** Goes over `count` bytes, and answers where they start. */
  skip(count: number, what: string): number {
    if (count > this.left) this.fail(`${what} needs ${count} bytes, ${this.left} are left`);
    const start = this.position;
    this.position += count;
    return start;
  }

  byte(what: string): number {
    return this.bytes[this.skip(1, what)];
  }

  /** An unsigned number, its first byte the highest. */
  bigEndian(count: number, what: string): number {
    const start = this.skip(count, what);
    let value = 0;
    for (let i = 0; i < count; i++) value = value * 256 + this.bytes[start + i];
    return value;
  }

  /** An unsigned number, its first byte the lowest. */
  littleEndian(count: number, what: string): number {
    const start = this.skip(count, what);
    let value = 0;
    for (let i = count - 1; i >= 0; i--) value = value * 256 + this.bytes[start + i];
    return value;
  }

  /** Four letters; what is no printable letter becomes a dot. */
  name(what: string): string {
    const start = this.skip(4, what);
    return String.fromCharCode(...this.bytes.subarray(start, start + 4)).replaceAll(/[^ -~]/g, '.');
  }
}

/** The same bytes as a plain `Uint8Array`: methods of a Node `Buffer` differ. */
export function plainBytes(bytes: unknown): Uint8Array {
  if (Object.prototype.toString.call(bytes) !== '[object Uint8Array]') return refuse('bytes', bytes, 'a Uint8Array');
  const { buffer, byteOffset, byteLength } = bytes as Uint8Array;
  return new Uint8Array(buffer, byteOffset, byteLength);
}
