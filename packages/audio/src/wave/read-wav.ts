import { ByteReader, plainBytes } from '../byte-reader.ts';
import { checkMemory, checkNumber, checkOptions, checkWhole, LARGEST_SAMPLE } from '../check.ts';
import type { MemoryOptions } from '../check.ts';
import type { SampleEncoding } from './sample-encoding.ts';
import { FLOAT, PCM, sampleEncodings, sampleReader } from './sample-encoding.ts';

export interface WavFile {
  /** One channel: the mean of all, or the one that was asked for. */
  readonly samples: Float32Array;
  /** Samples per second. */
  readonly sampleRate: number;
  /** How many channels the file has. */
  readonly channels: number;
  readonly encoding: SampleEncoding;
}

export interface ReadWavOptions extends MemoryOptions {
  /** The channel to read, from 0. Default: the mean of all. */
  readonly channel?: number;
}

interface Format {
  readonly encoding: SampleEncoding;
  readonly channels: number;
  readonly sampleRate: number;
  readonly bytesPerSample: number;
}

const EXTENSIBLE = 0xfffe;
/** What stands in place of a size where the writer could not know it. */
const UNKNOWN_SIZE = 0xffff_ffff;
/** What follows the format tag in the sub-format of an extensible header (KSDATAFORMAT_SUBTYPE). */
const SUBTYPE = [0x00, 0x00, 0x00, 0x00, 0x10, 0x00, 0x80, 0x00, 0x00, 0xaa, 0x00, 0x38, 0x9b, 0x71];

/**
 * Reads a WAV file: PCM of 8, 16, 24 or 32 bits and floating-point numbers of 32 or 64 bits, with any number of channels. Whole numbers k
 * of b bits become `k/2^(b-1)`, from -1 to 1. All are rounded to float32: numbers of `pcm32` and `float64` keep 24 of their bits, so that
 * the largest of `pcm32` become 1 itself. Foreign chunks are read over. A size of 2^32 - 1, which programs write that cannot go back to
 * fill it in, means "to the end of the file".
 *
 * @param bytes the file
 * @throws AudioFormatError at the byte that is wrong: a truncated file, a chunk that reaches beyond the file, other encodings, samples
 * that are no numbers or beyond 1e9, a file without samples
 * @throws InvalidArgumentError for a channel that the file does not have
 * @throws MemoryLimitError where the samples have more than `maxBytes`
 *
 * Source: IBM & Microsoft, Multimedia Programming Interface and Data Specifications 1.0, 1991; Microsoft's WAVEFORMATEXTENSIBLE.
 *
 * @example
 * ```ts
 * import { readWav, writeWav } from '@rubato/audio';
 * const file = writeWav(Float32Array.of(0, 0.5, -1), { sampleRate: 8000 });
 * const { samples, sampleRate } = readWav(file);
 * samples; // → Float32Array.of(0, 0.5, -1)
 * sampleRate; // → 8000
 * ```
 */
export function readWav(bytes: Uint8Array, options: ReadWavOptions = {}): WavFile {
  checkOptions(options, ['channel', 'maxBytes']);
  checkNumber('options.maxBytes', options.maxBytes ?? 0, 0, Infinity);
  const file = plainBytes(bytes);
  const reader = new ByteReader('wav', file, 0, file.length);
  const riff = reader.name('the header');
  if (riff !== 'RIFF') reader.fail(`no WAV file: it begins with ${JSON.stringify(riff)}, not with "RIFF"`, 0);
  const size = reader.littleEndian(4, "the file's size");
  // The last chunk's padding byte is missing in many files.
  if (size !== UNKNOWN_SIZE && size > reader.left + 1) reader.fail(`the file declares ${size} more bytes, ${reader.left} are left`, 4);
  const wave = reader.name('the header');
  if (wave !== 'WAVE') reader.fail(`no WAV file: the form is ${JSON.stringify(wave)}, not "WAVE"`, 8);
  let format: Format | undefined;
  while (reader.left > 0) {
    const start = reader.position;
    const name = reader.name('a chunk');
    const declared = reader.littleEndian(4, "a chunk's length");
    const length = declared === UNKNOWN_SIZE && name === 'data' ? reader.left : declared;
    const content = reader.skip(length, `the chunk ${JSON.stringify(name)}`);
    if (length % 2 === 1 && reader.left > 0) reader.skip(1, 'padding');
    if (name === 'fmt ') format = readFormat(new ByteReader('wav', file, content, content + length));
    if (name !== 'data') continue;
    if (format === undefined) return reader.fail('the samples stand before their format ("fmt ")', start);
    return readSamples(new ByteReader('wav', file, content, content + length), format, options);
  }
  return reader.fail('the file has no samples ("data")');
}

function readFormat(reader: ByteReader): Format {
  const start = reader.position;
  let tag = reader.littleEndian(2, 'the format');
  const channels = reader.littleEndian(2, 'the number of channels');
  const sampleRate = reader.littleEndian(4, 'the sample rate');
  reader.skip(4, 'bytes per second');
  const blockLength = reader.littleEndian(2, 'bytes per frame');
  const bits = reader.littleEndian(2, 'bits per sample');
  if (tag === EXTENSIBLE) tag = readSubFormat(reader);
  const name = `${tag === PCM ? 'pcm' : 'float'}${bits}`;
  const encoding = sampleEncodings.find((known) => known === name);
  if ((tag !== PCM && tag !== FLOAT) || encoding === undefined) {
    return reader.fail(`format ${tag} of ${bits} bits; ${sampleEncodings.join(', ')} are read`, start);
  }
  if (channels === 0) reader.fail('0 channels', start + 2);
  if (sampleRate < 100 || sampleRate > 1e6) reader.fail(`a sample rate of ${sampleRate} Hz; expected 100 to 1000000`, start + 4);
  if (blockLength !== (channels * bits) / 8) {
    reader.fail(`${blockLength} bytes per frame; ${channels} channels of ${bits} bits have ${(channels * bits) / 8}`, start + 12);
  }
  return { encoding, channels, sampleRate, bytesPerSample: bits / 8 };
}

function readSubFormat(reader: ByteReader): number {
  const start = reader.position;
  // The size of the extension, valid bits and the speakers' positions do not matter.
  reader.skip(8, 'an extensible format');
  const tag = reader.littleEndian(2, 'the sub-format');
  const rest = reader.skip(SUBTYPE.length, 'the sub-format');
  if (SUBTYPE.some((byte, i) => reader.bytes[rest + i] !== byte)) reader.fail('an unknown sub-format', start + 8);
  return tag;
}

function readSamples(reader: ByteReader, format: Format, options: ReadWavOptions): WavFile {
  const { encoding, channels, sampleRate, bytesPerSample } = format;
  const { bytes, position: start, left } = reader;
  const frames = left / (bytesPerSample * channels);
  if (!Number.isInteger(frames)) reader.fail(`${left} bytes of samples; expected a multiple of ${bytesPerSample * channels}`, start);
  if (frames === 0) reader.fail('the file has no samples', start);
  const only = options.channel === undefined ? -1 : checkWhole('options.channel', options.channel, 0, channels - 1);
  checkMemory(`a sound of ${frames} samples`, frames * Float32Array.BYTES_PER_ELEMENT, options);
  const read = sampleReader(encoding, new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength));
  const first = only < 0 ? 0 : only;
  const last = only < 0 ? channels - 1 : only;
  const samples = new Float32Array(frames);
  for (let n = 0; n < frames; n++) {
    let sum = 0;
    for (let c = first; c <= last; c++) {
      const byte = start + (n * channels + c) * bytesPerSample;
      const sample = read(byte);
      if (!(Math.abs(sample) <= LARGEST_SAMPLE)) reader.fail(`a sample is ${sample}; expected a number of at most ${LARGEST_SAMPLE}`, byte);
      sum += sample;
    }
    samples[n] = sum / (last - first + 1);
  }
  return { samples, sampleRate, channels, encoding };
}
