import { signedBytes, unsignedBytes } from '../operations/leb128.ts';
import { SECTION, writeSections } from '../operations/sections.ts';

/** What a chain repeats: x ← x·a + b as two instructions, or as one fused (relaxed SIMD). */
export type ChainStep = 'multiply, add' | 'fused multiply-add';

export interface ChainOptions {
  readonly step: ChainStep;
  /** Chains that do not wait for each other. */
  readonly chains: number;
  /** Steps of each chain in one turn of the loop. */
  readonly unrolled: number;
}

const V128 = 0x7b;
const I32 = 0x7f;
const F32 = 0x7d;
const simd = (operation: number): number[] => [0xfd, ...unsignedBytes(operation)];
const F32X4_SPLAT = simd(19);
const F32X4_ADD = simd(228);
const F32X4_MUL = simd(230);
const RELAXED_MADD = simd(0x105);
const EXTRACT_FIRST = [...simd(31), 0];
const get = (local: number): number[] => [0x20, ...unsignedBytes(local)];
const set = (local: number): number[] => [0x21, ...unsignedBytes(local)];

/**
 * A module with one function `run(turns, a, b)`: independent chains of x ← x·a + b on four floats each, in registers, nothing loaded
 * or stored. What it does in a nanosecond is what the vector units of one core can do.
 */
export function chainModule({ step, chains, unrolled }: ChainOptions): Uint8Array<ArrayBuffer> {
  // Locals: 0 the turns that are left, 1 and 2 the parameters a and b, 3 and 4 their vectors, then one vector a chain.
  const [turns, a, b, wideA, wideB, first] = [0, 1, 2, 3, 4, 5];
  const chain = (i: number): number => first + i;
  const all = Array.from({ length: chains }, (_, i) => i);
  const advance = (i: number): number[] =>
    step === 'multiply, add'
      ? [...get(chain(i)), ...get(wideA), ...F32X4_MUL, ...get(wideB), ...F32X4_ADD, ...set(chain(i))]
      : [...get(chain(i)), ...get(wideA), ...get(wideB), ...RELAXED_MADD, ...set(chain(i))];
  const code = [
    [...get(a), ...F32X4_SPLAT, ...set(wideA), ...get(b), ...F32X4_SPLAT, ...set(wideB)],
    // Chains start apart, so that no compiler may take two of them for one.
    all.flatMap((i) => [0x41, ...signedBytes(i + 1), 0xb2, ...F32X4_SPLAT, ...set(chain(i))]),
    [0x03, 0x40],
    Array.from({ length: unrolled }, () => all.flatMap(advance)).flat(),
    [...get(turns), 0x41, 1, 0x6b, 0x22, turns, 0x0d, 0, 0x0b],
    get(chain(0)),
    all.slice(1).flatMap((i) => [...get(chain(i)), ...F32X4_ADD]),
    [...EXTRACT_FIRST, 0x0b],
  ].flat();
  const body = [1, ...unsignedBytes(2 + chains), V128, ...code];
  const section = (id: number, content: readonly number[]): { id: number; content: Uint8Array } => ({
    id,
    content: Uint8Array.from(content),
  });
  return writeSections([
    section(SECTION.type, [1, 0x60, 3, I32, F32, F32, 1, F32]),
    section(SECTION.function, [1, 0]),
    section(SECTION.export, [1, 3, ...new TextEncoder().encode('run'), 0, 0]),
    section(SECTION.code, [1, ...unsignedBytes(body.length), ...body]),
  ]);
}

/** Vector instructions in one turn of the loop. */
export function instructionsPerTurn({ step, chains, unrolled }: ChainOptions): number {
  return chains * unrolled * (step === 'multiply, add' ? 2 : 1);
}
