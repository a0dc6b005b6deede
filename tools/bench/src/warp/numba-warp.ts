import { fileURLToPath } from 'node:url';
import type { Absence } from '../contenders/contender.ts';
import type { Affinity } from '../measure/affinity.ts';
import { JsonLinesChild } from '../python/json-lines-child.ts';
import type { WarpCase } from './warp-cases.ts';
import type { WarpInput } from './warp-input.ts';

/** How the peer is installed where it is not. */
const NUMBA_HINT = 'apt-get install -y --no-install-recommends python3-numba python3-numpy';

/** The paper's loop in a child Python, on one thread. */
export class NumbaWarp {
  readonly version: string;
  private readonly child: JsonLinesChild;

  private constructor(child: JsonLinesChild, version: string) {
    this.child = child;
    this.version = version;
  }

  static async open(command: string | undefined, affinity: Pick<Affinity, 'prefix'>): Promise<NumbaWarp | Absence> {
    if (command === undefined) return { absent: 'there is no python3 on the search path' };
    const [program, ...parameters] = affinity.prefix(1, command);
    const script = fileURLToPath(new URL('peer.py', import.meta.url));
    const child = new JsonLinesChild(program, [...parameters, script], { NUMBA_NUM_THREADS: '1', PYTHONDONTWRITEBYTECODE: '1' });
    try {
      return new NumbaWarp(child, (await child.ask<{ version: string }>('hello')).version);
    } catch (error) {
      await child.close();
      const reason = (error as Error).message.split('\n').at(-1);
      return { absent: `${reason} (${NUMBA_HINT})` };
    }
  }

  /** Hands over a problem and solves it once, which compiles the loop. */
  async load({ length, lambda, passes, refinement }: WarpCase, { x, y }: WarpInput): Promise<{ objective: number; warp: number[] }> {
    await this.child.ask('load', { x, y, lambda, fastest: null, gridSize: length, passes, refinement });
    return this.child.ask('answer');
  }

  async nanoseconds(): Promise<number> {
    return (await this.child.ask<{ nanoseconds: number }>('run')).nanoseconds;
  }

  close(): Promise<void> {
    return this.child.close();
  }
}
