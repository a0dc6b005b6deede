import { UsageError } from '../errors.ts';

const FACTORS: Readonly<Record<string, number>> = { '': 0, k: 1, m: 2, g: 3, t: 4 };

/**
 * A number of bytes: `300M`, `2G`, `1.5GiB` (powers of 1024) or `300MB` (powers of 1000), as GNU tools count.
 *
 * @throws UsageError for anything else, and for 0
 */
export function parseBytes(text: string): number {
  const match = /^(\d+(?:\.\d+)?)\s*([kmgt]?)(i?)(b?)$/i.exec(text.trim());
  const [, digits, unit, binary, byte] = match ?? [];
  const power = FACTORS[unit?.toLowerCase() ?? ''];
  const base = byte !== '' && binary === '' && power !== 0 ? 1000 : 1024;
  const bytes = Math.floor(Number(digits) * base ** power);
  if (match === null || (binary !== '' && power === 0) || !(bytes >= 1)) {
    throw new UsageError(`--max-bytes is '${text}'; give a size such as 300M or 2G`);
  }
  return bytes;
}
