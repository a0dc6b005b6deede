/** How a sample is stored in a WAV file: whole numbers of so many bits, or floating-point numbers. */
export type SampleEncoding = 'pcm8' | 'pcm16' | 'pcm24' | 'pcm32' | 'float32' | 'float64';

export const sampleEncodings: readonly SampleEncoding[] = ['pcm8', 'pcm16', 'pcm24', 'pcm32', 'float32', 'float64'];

export const PCM = 1;
export const FLOAT = 3;

export const formatTag = (encoding: SampleEncoding): number => (encoding.startsWith('pcm') ? PCM : FLOAT);

export const bitsOf = (encoding: SampleEncoding): number => Number(encoding.replace(/\D+/, ''));

/** Reads one sample in float64; whole numbers become numbers in [-1, 1). */
export function sampleReader(encoding: SampleEncoding, view: DataView): (byte: number) => number {
  switch (encoding) {
    case 'pcm8':
      // The only one without a sign.
      return (byte) => (view.getUint8(byte) - 128) / 128;
    case 'pcm16':
      return (byte) => view.getInt16(byte, true) / 2 ** 15;
    case 'pcm24':
      return (byte) => (view.getInt8(byte + 2) * 65_536 + view.getUint16(byte, true)) / 2 ** 23;
    case 'pcm32':
      return (byte) => view.getInt32(byte, true) / 2 ** 31;
    case 'float32':
      return (byte) => view.getFloat32(byte, true);
    case 'float64':
      return (byte) => view.getFloat64(byte, true);
  }
}

/** Writes one sample; for whole numbers it lies in [-1, 1], and 1 becomes the largest of them. */
export function sampleWriter(encoding: SampleEncoding, view: DataView): (byte: number, sample: number) => void {
  const whole = (sample: number): number => {
    const scale = 2 ** (bitsOf(encoding) - 1);
    return Math.min(scale - 1, Math.round(sample * scale));
  };
  switch (encoding) {
    case 'pcm8':
      return (byte, sample) => view.setUint8(byte, whole(sample) + 128);
    case 'pcm16':
      return (byte, sample) => view.setInt16(byte, whole(sample), true);
    case 'pcm24':
      return (byte, sample) => {
        view.setUint16(byte, whole(sample) & 0xffff, true);
        view.setInt8(byte + 2, whole(sample) >> 16);
      };
    case 'pcm32':
      return (byte, sample) => view.setInt32(byte, whole(sample), true);
    case 'float32':
      return (byte, sample) => view.setFloat32(byte, sample, true);
    case 'float64':
      return (byte, sample) => view.setFloat64(byte, sample, true);
  }
}
