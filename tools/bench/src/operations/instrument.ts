import type { InstructionKind } from './instruction.ts';
import { readInstruction } from './instruction.ts';
import { ByteReader, signedBytes, unsignedBytes } from './leb128.ts';
import { appendEntries, concatenate, readSections, SECTION, writeSections } from './sections.ts';

/** The kinds of instructions that are counted, each in an exported global of 64 bits. */
export const COUNTED = ['vector', 'vectorMemory', 'scalar', 'scalarMemory', 'branch'] as const;
export type Counted = (typeof COUNTED)[number];

/** How often instructions of each kind ran. */
export type OperationCounts = Readonly<Record<Counted, number>>;

/** The name under which a counter is exported. */
export const counterName = (kind: Counted): string => `rubato:count:${kind}`;

const I64 = 0x7e;
const MUTABLE = 1;
const GLOBAL_EXPORT = 3;
const END = 0x0b;

/**
 * The same module, which also counts the instructions that it runs: at the beginning of every straight run of instructions the
 * counters grow by what the run holds. Nothing else changes, so that counts are exact and the same on every machine.
 */
export function instrument(module: Uint8Array): Uint8Array<ArrayBuffer> {
  const sections = readSections(module);
  const firstCounter = countGlobals(
    sections.find(({ id }) => id === SECTION.import)?.content,
    sections.find(({ id }) => id === SECTION.global)?.content,
  );
  const counted = sections.map(({ id, content }) =>
    id === SECTION.code ? { id, content: instrumentCode(content, firstCounter) } : { id, content },
  );
  const globals = COUNTED.map(() => [I64, MUTABLE, 0x42, 0, END]);
  const exports = COUNTED.map((kind, i) => {
    const name = [...new TextEncoder().encode(counterName(kind))];
    return [...unsignedBytes(name.length), ...name, GLOBAL_EXPORT, ...unsignedBytes(firstCounter + i)];
  });
  return writeSections(appendEntries(appendEntries(counted, SECTION.global, globals), SECTION.export, exports));
}

/** Imported globals come first in the numbering, then the module's own. */
function countGlobals(imports: Uint8Array | undefined, globals: Uint8Array | undefined): number {
  let count = globals === undefined ? 0 : new ByteReader(globals).unsigned();
  if (imports === undefined) return count;
  const reader = new ByteReader(imports);
  for (let left = reader.unsigned(); left > 0; left--) {
    reader.block();
    reader.block();
    const kind = reader.byte();
    if (kind === GLOBAL_EXPORT) {
      count++;
      reader.skip(2);
    } else if (kind === 0) {
      reader.unsigned();
    } else {
      // A table has a type before its limits, a tag a byte before its type; memories have limits only.
      if (kind === 1) reader.byte();
      skipLimits(reader, kind);
    }
  }
  return count;
}

function skipLimits(reader: ByteReader, kind: number): void {
  const flags = reader.byte();
  reader.skipNumber();
  if (kind !== 4 && (flags & 1) === 1) reader.skipNumber();
}

function instrumentCode(content: Uint8Array, firstCounter: number): Uint8Array {
  const reader = new ByteReader(content);
  const count = reader.unsigned();
  const parts: Uint8Array[] = [Uint8Array.from(unsignedBytes(count))];
  for (let i = 0; i < count; i++) {
    const body = instrumentBody(reader.block(), firstCounter);
    parts.push(Uint8Array.from(unsignedBytes(body.length)), body);
  }
  return concatenate(parts);
}

function instrumentBody(body: Uint8Array, firstCounter: number): Uint8Array {
  const reader = new ByteReader(body);
  for (let groups = reader.unsigned(); groups > 0; groups--) {
    reader.unsigned();
    reader.byte();
  }
  const parts: Uint8Array[] = [body.subarray(0, reader.position)];
  while (reader.position < body.length) {
    const start = reader.position;
    const run = new Map<InstructionKind, number>();
    let ended = false;
    while (!ended && reader.position < body.length) {
      const { kind, endsRun } = readInstruction(reader);
      run.set(kind, (run.get(kind) ?? 0) + 1);
      ended = endsRun;
    }
    parts.push(Uint8Array.from(increments(run, firstCounter)), body.subarray(start, reader.position));
  }
  return concatenate(parts);
}

/** global.get, i64.const, i64.add, global.set for each counter that grows. */
function increments(run: ReadonlyMap<InstructionKind, number>, firstCounter: number): number[] {
  return COUNTED.flatMap((kind, i) => {
    const by = run.get(kind);
    if (by === undefined) return [];
    const index = unsignedBytes(firstCounter + i);
    return [0x23, ...index, 0x42, ...signedBytes(by), 0x7c, 0x24, ...index];
  });
}
