import { InvalidArgumentError, MemoryLimitError } from '@rubato/core';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { AudioFormatError, readWav, writeWav } from '../../src/index.ts';
import type { SampleEncoding } from '../../src/index.ts';
import { littleEndian, mutations, riff, riffChunk } from '../support/bytes.ts';
import { describeShared, sharedBytes } from '../support/shared.ts';

const encodings: readonly SampleEncoding[] = ['pcm8', 'pcm16', 'pcm24', 'pcm32', 'float32', 'float64'];
const bits: Readonly<Record<SampleEncoding, number>> = { pcm8: 8, pcm16: 16, pcm24: 24, pcm32: 32, float32: 32, float64: 64 };

interface FormatFields {
  readonly tag?: number;
  readonly channels?: number;
  readonly rate?: number;
  readonly width?: number;
  readonly block?: number;
}

function formatChunk(
  { tag = 1, channels = 1, rate = 8000, width = 16, block = (channels * width) / 8 }: FormatFields = {},
  extra: number[] = [],
): number[] {
  const fields = [tag, 2, channels, 2, rate, 4, rate * block, 4, block, 2, width, 2];
  const content = Array.from({ length: 6 }, (_, i) => littleEndian(fields[2 * i], fields[2 * i + 1])).flat();
  return riffChunk('fmt ', [...content, ...extra]);
}

const SUBTYPE = [0, 0, 0, 0, 0x10, 0, 0x80, 0, 0, 0xaa, 0, 0x38, 0x9b];

/** The extension of an extensible format. */
const extension = (tag: number, lastByte = 0x71): number[] => [
  ...littleEndian(22, 2),
  ...littleEndian(16, 2),
  ...littleEndian(4, 4),
  ...littleEndian(tag, 2),
  ...SUBTYPE,
  lastByte,
];

describe('writeWav and readWav', () => {
  it.each(encodings)('%s keeps samples as precisely as it can', (encoding) => {
    const step = encoding.startsWith('pcm') ? 2 ** (1 - bits[encoding]) : 0;
    fc.assert(
      fc.property(
        fc.float32Array({ min: -1, max: 1, noNaN: true, minLength: 1, maxLength: 50 }),
        fc.integer({ min: 100, max: 192_000 }),
        (x, sampleRate) => {
          const file = readWav(writeWav(x, { sampleRate, encoding }));
          expect([file.sampleRate, file.channels, file.encoding]).toEqual([sampleRate, 1, encoding]);
          expect(file.samples.length).toBe(x.length);
          // 1 itself is the one number that lies a whole step away.
          file.samples.forEach((sample, n) =>
            expect(Math.abs(sample - x[n])).toBeLessThanOrEqual(x[n] > 1 - step ? step : step / 2 + 1e-7),
          );
          // What was read is written as it was.
          expect(readWav(writeWav(file.samples, { sampleRate, encoding })).samples).toEqual(file.samples);
        },
      ),
    );
  });

  it('writes the bytes of the standard', () => {
    expect(Array.from(writeWav(Float32Array.of(0.5, -1, 1), { sampleRate: 8000 }))).toEqual(
      Array.from(riff(formatChunk(), riffChunk('data', [0x00, 0x40, 0x00, 0x80, 0xff, 0x7f]))),
    );
    expect(Array.from(writeWav(Float32Array.of(0), { sampleRate: 8000, encoding: 'pcm8' }))).toEqual(
      Array.from(riff(formatChunk({ width: 8 }), riffChunk('data', [128]))),
    );
  });

  it('reads whole numbers of each width', () => {
    const read = (width: number, data: number[]): number[] =>
      Array.from(readWav(riff(formatChunk({ width }), riffChunk('data', data))).samples);
    expect(read(8, [0, 128, 192])).toEqual([-1, 0, 0.5]);
    expect(read(16, [0, 0x80, 0, 0x40])).toEqual([-1, 0.5]);
    expect(read(24, [0, 0, 0x80, 0, 0, 0x40, 0xff, 0xff, 0xff])).toEqual([-1, 0.5, -(2 ** -23)]);
    expect(read(32, [0, 0, 0, 0x80, 0, 0, 0, 0x40])).toEqual([-1, 0.5]);
  });

  it('takes the mean of all channels, or one of them', () => {
    const stereo = riff(formatChunk({ channels: 2 }), riffChunk('data', [0, 0x40, 0, 0xc0, 0, 0x40, 0, 0]));
    expect(readWav(stereo)).toEqual({ samples: Float32Array.of(0, 0.25), sampleRate: 8000, channels: 2, encoding: 'pcm16' });
    expect(Array.from(readWav(stereo, { channel: 1 }).samples)).toEqual([-0.5, 0]);
    expect(() => readWav(stereo, { channel: 2 })).toThrow('options.channel is 2; expected a whole number from 0 to 1');
  });

  it('reads extensible formats, foreign chunks, padding, and files without the last padding byte', () => {
    const data = riffChunk('data', [0, 0x40]);
    const extensible = riff(formatChunk({ tag: 0xfffe }, extension(1)), data);
    expect(Array.from(readWav(extensible).samples)).toEqual([0.5]);
    expect(
      Array.from(readWav(riff(riffChunk('LIST', [1, 2, 3]), formatChunk(), riffChunk('fact', [1]), data, riffChunk('cue ', []))).samples),
    ).toEqual([0.5]);
    const odd = riff(formatChunk({ width: 8 }), riffChunk('data', [192]));
    expect(Array.from(readWav(odd.subarray(0, odd.length - 1)).samples)).toEqual([0.5]);
  });

  it('rounds to float32: the largest number of 32 bits becomes 1', () => {
    const read = (data: number[]): number =>
      readWav(riff(formatChunk({ width: 32 }), riffChunk('data', littleEndian(data[0], 4)))).samples[0];
    expect(read([2 ** 31 - 1])).toBe(1);
    expect(read([2 ** 31 - 2 ** 7])).toBe(1 - 2 ** -24);
  });

  it('reads to the end of a file whose writer could not know its size', () => {
    const known = riff(formatChunk(), riffChunk('data', [0, 0x40, 0, 0xc0]));
    const unknown = known.slice();
    unknown.fill(0xff, 4, 8);
    expect(readWav(unknown)).toEqual(readWav(known));
    unknown.fill(0xff, 40, 44);
    expect(readWav(unknown)).toEqual(readWav(known));
    // A chunk of another kind has a size.
    const foreign = riff(riffChunk('LIST', [1, 2]), formatChunk(), riffChunk('data', [0, 0x40])).fill(0xff, 16, 20);
    expect(() => readWav(foreign)).toThrow('wav: byte 20: the chunk "LIST" needs 4294967295 bytes');
    // Half a sample at the end is none.
    expect(() => readWav(unknown.subarray(0, 47))).toThrow('wav: byte 44: 3 bytes of samples');
  });

  it('refuses arguments by name, and results by size', () => {
    expect(() => writeWav(new Float32Array(0))).toThrow('samples is an array of 0');
    expect(() => writeWav(Float32Array.of(0, Number.NaN))).toThrow('samples[1] is NaN');
    expect(() => writeWav(Float32Array.of(0, 1.5))).toThrow('samples[1] is 1.5; expected a number from -1 to 1');
    expect(readWav(writeWav(Float32Array.of(0, 1.5), { encoding: 'float32' })).samples[1]).toBe(1.5);
    expect(() => writeWav(Float32Array.of(0), { sampleRate: 0.5 })).toThrow('options.sampleRate is 0.5');
    expect(() => writeWav(Float32Array.of(0), { encoding: 'mp3' as never })).toThrow('options.encoding is "mp3"');
    expect(() => writeWav(Float32Array.of(0), { bits: 16 } as never)).toThrow(InvalidArgumentError);
    expect(() => writeWav(new Float32Array(100), { maxBytes: 243 })).toThrow(MemoryLimitError);
    const file = writeWav(new Float32Array(100));
    expect(() => readWav(file, { maxBytes: 399 })).toThrow('needs 400 bytes, the limit is 399 bytes');
    expect(() => readWav(file, { maxBytes: -1 })).toThrow('options.maxBytes is -1');
    expect(() => readWav(file, { mono: true } as never)).toThrow('options.mono is not an option');
    expect(() => readWav('RIFF' as never)).toThrow('bytes is "RIFF"; expected a Uint8Array');
  });
});

describe('malformed WAV files', () => {
  const data = riffChunk('data', [1, 2]);
  const good = riff(formatChunk(), data);
  const float = (value: number): number[] => Array.from(new Uint8Array(Float32Array.of(value).buffer));

  it.each([
    [new Uint8Array(0), 0, 'the header needs 4 bytes, 0 are left'],
    [new TextEncoder().encode('MThd....'), 0, 'it begins with "MThd"'],
    [new TextEncoder().encode('RF64\u0000\u0000\u0000\u0000WAVE'), 0, 'it begins with "RF64"'],
    [good.subarray(0, 30), 4, 'declares 38 more bytes, 22 are left'],
    [riff().map((byte, i) => (i === 8 ? 0 : byte)), 8, 'the form is ".AVE"'],
    [riff(formatChunk()), 36, 'no samples ("data")'],
    [riff(data, formatChunk()), 12, 'before their format'],
    [riff(formatChunk(), riffChunk('data', [])), 44, 'no samples'],
    [riff(formatChunk(), riffChunk('data', [1, 2, 3])), 44, '3 bytes of samples; expected a multiple of 2'],
    [riff(formatChunk(), [...data.slice(0, 4), 9, 0, 0, 0, 1, 2]), 44, 'the chunk "data" needs 9 bytes, 2 are left'],
    [riff(formatChunk({ tag: 85 }), data), 20, 'format 85 of 16 bits; pcm8, pcm16'],
    [riff(formatChunk({ width: 12, block: 2 }), data), 20, 'format 1 of 12 bits'],
    [riff(formatChunk({ tag: 3 }), data), 20, 'format 3 of 16 bits'],
    [riff(formatChunk({ channels: 0 }), data), 22, '0 channels'],
    [riff(formatChunk({ rate: 0 }), data), 24, 'a sample rate of 0 Hz'],
    [riff(formatChunk({ block: 3 }), data), 32, '3 bytes per frame; 1 channels of 16 bits have 2'],
    [riff(riffChunk('fmt ', [1, 0, 1, 0]), data), 24, 'the sample rate needs 4 bytes, 0 are left'],
    [riff(formatChunk({ tag: 0xfffe }), data), 36, 'an extensible format needs 8 bytes'],
    [riff(formatChunk({ tag: 0xfffe }, extension(1, 0)), data), 44, 'an unknown sub-format'],
    [riff(formatChunk({ tag: 3, width: 32 }), riffChunk('data', [...float(0), ...float(Number.NaN)])), 48, 'a sample is NaN'],
    [riff(formatChunk({ tag: 3, width: 32 }), riffChunk('data', float(Infinity))), 44, 'a sample is Infinity'],
  ])('are errors at their byte: %#', (file, byte, message) => {
    const run = (): unknown => readWav(file);
    expect(run).toThrow(AudioFormatError);
    expect(run).toThrow(`wav: byte ${byte}: `);
    expect(run).toThrow(message);
  });

  it('never throw anything else, and what is read is sound', () => {
    const files: Uint8Array[] = encodings.map((encoding) => writeWav(Float32Array.of(0, 0.5, -0.5, 1, -1, 0.25), { encoding }));
    files.push(
      riff(riffChunk('LIST', [1]), formatChunk({ tag: 0xfffe, channels: 2 }, extension(1)), riffChunk('data', [1, 2, 3, 4, 5, 6, 7, 8])),
    );
    let read = 0;
    files.forEach((file, seed) => {
      for (const mutant of mutations(file, 3000, seed)) {
        try {
          const { samples } = readWav(mutant);
          if (samples.length === 0 || samples.length > mutant.length || !samples.every((sample) => Math.abs(sample) <= 1e9))
            expect.fail(mutant.join());
          read++;
        } catch (error) {
          if (!(error instanceof AudioFormatError) || !(error.byte >= 0 && error.byte <= mutant.length)) throw error;
        }
      }
    });
    expect(read).toBeGreaterThan(1000);
    expect(read).toBeLessThan(20_000);
  });
});

describeShared('synctoolbox', () => {
  it('reads a recording of a piano', () => {
    const { samples, sampleRate, channels, encoding } = readWav(sharedBytes('synctoolbox/Chopin_Op010-03-Measures1-8_Igoshina.wav'));
    expect([sampleRate, channels, encoding, samples.length]).toEqual([22_050, 1, 'pcm16', 803_904]);
    const energy = samples.reduce((sum, sample) => sum + sample * sample, 0) / samples.length;
    expect(Math.sqrt(energy)).toBeGreaterThan(0.005);
    expect(samples.every((sample) => Math.abs(sample) <= 1)).toBe(true);
  });
});
