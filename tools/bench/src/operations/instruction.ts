import type { ByteReader } from './leb128.ts';

/**
 * What an instruction is to a processor. `free` are those that only name a value (locals, constants of whole numbers, ends of
 * blocks): a compiler leaves nothing of them.
 */
export type InstructionKind = 'vector' | 'vectorMemory' | 'scalar' | 'scalarMemory' | 'branch' | 'free';

/** What follows an instruction in a body: whether a straight run of instructions ends here. */
export interface Instruction {
  readonly opcode: number;
  readonly kind: InstructionKind;
  /** Whether what comes next may be reached from elsewhere, or not be reached from here. */
  readonly endsRun: boolean;
}

const CALL = new Set([0x10, 0x11, 0x12, 0x13]);
const BRANCH = new Set([0x04, 0x0c, 0x0d, 0x0e, 0x0f]);
/** unreachable, loop, if, else, end, br, br_if, br_table, return, return_call, return_call_indirect. */
const ENDS_RUN = new Set([0x00, 0x03, 0x04, 0x05, 0x0b, 0x0c, 0x0d, 0x0e, 0x0f, 0x12, 0x13]);

/** Reads one instruction with its immediates (WebAssembly 2.0 with threads and relaxed SIMD). @throws RangeError for any other */
export function readInstruction(reader: ByteReader): Instruction {
  const opcode = reader.byte();
  return { opcode, kind: readRest(reader, opcode), endsRun: ENDS_RUN.has(opcode) };
}

function readRest(reader: ByteReader, opcode: number): InstructionKind {
  if (opcode >= 0x45 && opcode <= 0xc4) return 'scalar';
  if (opcode >= 0x28 && opcode <= 0x3e) {
    memoryImmediate(reader);
    return 'scalarMemory';
  }
  switch (opcode) {
    case 0x02:
    case 0x03:
    case 0x04:
      reader.skipNumber();
      return BRANCH.has(opcode) ? 'branch' : 'free';
    case 0x0e:
      for (let targets = reader.unsigned(); targets >= 0; targets--) reader.unsigned();
      return 'branch';
    case 0x11:
    case 0x13:
      reader.unsigned();
      reader.unsigned();
      return 'scalar';
    case 0x1c:
      for (let types = reader.unsigned(); types > 0; types--) reader.byte();
      return 'scalar';
    case 0x43:
      reader.skip(4);
      return 'free';
    case 0x44:
      reader.skip(8);
      return 'free';
    case 0xfc:
      return prefixedScalar(reader);
    case 0xfd:
      return vector(reader);
    case 0xfe:
      if (reader.unsigned() === 3) reader.byte();
      else memoryImmediate(reader);
      return 'scalarMemory';
    case 0x1b:
    case 0xd1:
      return 'scalar';
    case 0x00:
    case 0x01:
    case 0x05:
    case 0x0b:
    case 0x1a:
      return 'free';
    case 0x0f:
      return 'branch';
  }
  if (!hasOneNumber(opcode)) throw new RangeError(`an instruction that this reader does not know: 0x${opcode.toString(16)}`);
  reader.skipNumber();
  if (CALL.has(opcode)) return 'scalar';
  if (BRANCH.has(opcode)) return 'branch';
  // Globals and the size of memory are loads and stores; locals and constants of whole numbers are nothing.
  return [0x23, 0x24, 0x25, 0x26, 0x3f, 0x40].includes(opcode) ? 'scalarMemory' : 'free';
}

function hasOneNumber(opcode: number): boolean {
  return (
    CALL.has(opcode) || BRANCH.has(opcode) || (opcode >= 0x20 && opcode <= 0x26) || [0x3f, 0x40, 0x41, 0x42, 0xd0, 0xd2].includes(opcode)
  );
}

function memoryImmediate(reader: ByteReader): void {
  const alignment = reader.unsigned();
  if (alignment >= 64) reader.unsigned();
  reader.unsigned();
}

/** Saturating conversions, and operations on whole memories and tables. */
function prefixedScalar(reader: ByteReader): InstructionKind {
  const operation = reader.unsigned();
  if (operation <= 7) return 'scalar';
  reader.unsigned();
  if ([8, 10, 12, 14].includes(operation)) reader.unsigned();
  return 'scalarMemory';
}

function vector(reader: ByteReader): InstructionKind {
  const operation = reader.unsigned();
  if (operation <= 11 || operation === 92 || operation === 93) {
    memoryImmediate(reader);
    return 'vectorMemory';
  }
  if (operation >= 84 && operation <= 91) {
    memoryImmediate(reader);
    reader.byte();
    return 'vectorMemory';
  }
  if (operation === 12 || operation === 13) reader.skip(16);
  else if (operation >= 21 && operation <= 34) reader.byte();
  return 'vector';
}
