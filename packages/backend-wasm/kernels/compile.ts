import { readFileSync } from 'node:fs';
import { printedSources } from './print/sources.ts';

/** What is used of the compiler. Its own types declare globals that would stand in for those of the language everywhere. */
interface Compiler {
  main(
    options: readonly string[],
    files: {
      readFile: (name: string) => string | null;
      writeFile: (name: string, contents: Uint8Array | string) => void;
      listFiles: () => readonly string[];
    },
  ): Promise<{ readonly error: Error | null; readonly stderr: { toString(): string } }>;
}

const COMPILER: string = 'assemblyscript/asc';

const folder = new URL('assembly/', import.meta.url);

/** What the compiler is told: no runtime, imported memory that may be shared, as fast as it can be. */
const OPTIONS = [
  '--runtime', 'stub',
  '-O3',
  '--converge',
  '--noAssert',
  '--use', 'abort=',
  '--importMemory',
  '--sharedMemory',
  '--initialMemory', '1',
  '--maximumMemory', '65536',
  '--enable', 'simd',
  '--enable', 'threads',
]; // prettier-ignore

/**
 * Compiles the kernels: the sources in `assembly/` and those that `print/` prints.
 *
 * @param fused whether products and sums are fused (relaxed SIMD)
 * @returns the WebAssembly module's bytes: the same for the same sources and compiler
 */
export async function compileKernels(fused: boolean): Promise<Uint8Array> {
  const printed = printedSources({ fused });
  let binary: Uint8Array | undefined;
  const { default: compiler } = (await import(COMPILER)) as { readonly default: Compiler };
  const { error, stderr } = await compiler.main(
    ['index.ts', ...OPTIONS, ...(fused ? ['--enable', 'relaxed-simd'] : []), '--outFile', 'kernels.wasm'],
    {
      // The compiler asks for names in .ts: ours end in .as, so that no tool takes them for TypeScript.
      readFile: (name) => readSource(name.replace(/\.ts$/, '.as'), printed),
      writeFile: (name, contents) => {
        if (name === 'kernels.wasm') binary = contents as Uint8Array;
      },
      listFiles: () => [],
    },
  );
  if (error !== null || binary === undefined) throw new Error(`${error?.message}\n${stderr.toString()}`);
  return binary;
}

function readSource(name: string, printed: Readonly<Record<string, string>>): string | null {
  const text = printed[name];
  if (text !== undefined) return text;
  try {
    return readFileSync(new URL(name, folder), 'utf8');
  } catch {
    return null;
  }
}
