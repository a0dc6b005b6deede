import { UsageError } from '../../src/errors.ts';
import type { Environment } from '../../src/environment.ts';
import type { Files } from '../../src/files/files.ts';
import { run } from '../../src/run.ts';

/** An environment of its own: files in memory, and what was said. */
export interface World {
  readonly environment: Environment;
  readonly files: Map<string, Uint8Array<ArrayBuffer>>;
  stdout(): string;
  stderr(): string;
  readonly controller: AbortController;
}

const encoder = new TextEncoder();

export function createWorld(files: Readonly<Record<string, Uint8Array | string>> = {}, columns?: number): World {
  const stored = new Map(Object.entries(files).map(([path, content]) => [path, bytesOf(content)]));
  const said = { stdout: '', stderr: '' };
  const controller = new AbortController();
  const memory: Files = {
    read: async (path, maxBytes = Infinity) => {
      const bytes = stored.get(path);
      if (bytes === undefined) throw new UsageError(`${path} does not exist`);
      if (bytes.length > maxBytes) throw new UsageError(`${path} is too large`);
      return bytes;
    },
    checkTarget: async (path) => {
      if (path.includes('/')) throw new UsageError(`${path} cannot be written: the folder does not exist; make it first`);
    },
    write: async (path, content) => void stored.set(path, bytesOf(content)),
    exists: async (path) => stored.has(path),
    isSame: async (a, b) => a === b && stored.has(a),
  };
  return {
    environment: {
      stdout: { write: (text) => void (said.stdout += text) },
      stderr: { write: (text) => void (said.stderr += text), ...(columns === undefined ? {} : { columns }) },
      files: memory,
      signal: controller.signal,
      now: () => performance.now(),
    },
    files: stored,
    stdout: () => said.stdout,
    stderr: () => said.stderr,
    controller,
  };
}

function bytesOf(content: Uint8Array | string): Uint8Array<ArrayBuffer> {
  return typeof content === 'string' ? encoder.encode(content) : new Uint8Array(content);
}

/** Runs a command line in a world: arguments as a shell would split them, quoted ones whole. */
export async function runIn(world: World, ...args: readonly string[]): Promise<number> {
  return run(args, world.environment);
}

/** The text of a file of a world. */
export function textOf(world: World, path: string): string {
  const bytes = world.files.get(path);
  if (bytes === undefined) throw new Error(`${path} was not written; there are ${[...world.files.keys()].join(', ')}`);
  return new TextDecoder().decode(bytes);
}

/** Runs a command line that must be refused, and returns the one line that it says. */
export async function refusal(world: World, ...args: readonly string[]): Promise<string> {
  const code = await runIn(world, ...args);
  const lines = world.stderr().split('\n');
  if (code !== 2 || world.stdout() !== '' || lines.length !== 2 || lines[1] !== '' || !lines[0].startsWith('rubato: ')) {
    throw new Error(`expected one line and exit code 2, got ${code}: ${JSON.stringify([world.stdout(), world.stderr()])}`);
  }
  return lines[0];
}
