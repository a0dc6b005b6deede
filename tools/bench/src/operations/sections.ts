import { ByteReader, unsignedBytes } from './leb128.ts';

/** A section of a module: its number and its bytes. */
export interface Section {
  readonly id: number;
  readonly content: Uint8Array;
}

export const SECTION = { custom: 0, type: 1, import: 2, function: 3, memory: 5, global: 6, export: 7, code: 10 } as const;

/** `\0asm`, version 1. */
const HEADER: readonly number[] = [0x00, 0x61, 0x73, 0x6d, 0x01, 0x00, 0x00, 0x00];

/** The order in which sections stand: tags between memories and globals, the data count before the code. */
const ORDER = [1, 2, 3, 4, 5, 13, 6, 7, 8, 9, 12, 10, 11];

/** @throws RangeError for bytes that are no module */
export function readSections(module: Uint8Array): Section[] {
  if (HEADER.some((byte, i) => module[i] !== byte)) throw new RangeError('these bytes are no WebAssembly module');
  const reader = new ByteReader(module, HEADER.length);
  const sections: Section[] = [];
  while (reader.position < module.length) sections.push({ id: reader.byte(), content: reader.block() });
  return sections;
}

export function writeSections(sections: readonly Section[]): Uint8Array<ArrayBuffer> {
  const parts = sections.map(({ id, content }) => [Uint8Array.of(id, ...unsignedBytes(content.length)), content] as const);
  const size = parts.reduce((sum, [head, content]) => sum + head.length + content.length, HEADER.length);
  const module = new Uint8Array(size);
  module.set(HEADER);
  let position = HEADER.length;
  for (const part of parts.flat()) {
    module.set(part, position);
    position += part.length;
  }
  return module;
}

/** Appends entries to a section that holds a list; the section is made where it is absent. */
export function appendEntries(sections: readonly Section[], id: number, entries: readonly (readonly number[])[]): Section[] {
  const at = sections.findIndex((section) => section.id === id);
  const reader = new ByteReader(at < 0 ? Uint8Array.of(0) : sections[at].content);
  const count = reader.unsigned();
  const old = reader.bytes.subarray(reader.position);
  const content = concatenate([Uint8Array.from(unsignedBytes(count + entries.length)), old, Uint8Array.from(entries.flat())]);
  if (at >= 0) return sections.map((section, i) => (i === at ? { id, content } : section));
  const before = sections.findIndex((section) => section.id !== SECTION.custom && ORDER.indexOf(section.id) > ORDER.indexOf(id));
  return sections.toSpliced(before < 0 ? sections.length : before, 0, { id, content });
}

export function concatenate(parts: readonly Uint8Array[]): Uint8Array {
  const all = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let position = 0;
  for (const part of parts) {
    all.set(part, position);
    position += part.length;
  }
  return all;
}
