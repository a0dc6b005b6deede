import { deflateRawSync } from 'node:zlib';

/** The flags of an imported memory: it has a maximum, and is shared. */
const SHARED_WITH_MAXIMUM = 3;

/** The text of a module that holds the kernels' bytes. */
export function embed(binary: Uint8Array): string {
  return `// Made by \`pnpm kernels\`: do not edit.

/** Where the flags of the imported memory stand: 3 for a shared memory, 1 for one that is not. */
export const memoryFlags: number = ${memoryFlagsOffset(binary)};

/** The kernels, compressed (raw DEFLATE), in base64. */
export const kernels: string =
  '${deflateRawSync(binary, { level: 9 }).toString('base64')}';
`;
}

/** Finds the flags of \`env.memory\` in the module's import section. */
function memoryFlagsOffset(binary: Uint8Array): number {
  const declared = [3, ...Buffer.from('env'), 6, ...Buffer.from('memory'), 2, SHARED_WITH_MAXIMUM];
  const at = Buffer.from(binary).indexOf(Buffer.from(declared));
  if (at < 0) throw new Error('the module does not import a shared memory as env.memory');
  return at + declared.length - 1;
}
