import { BufferScope } from '../device/buffers.ts';
import { Encoder } from '../device/encode.ts';
import { guarded } from '../device/error-scopes.ts';
import type { KernelCache } from '../device/kernels.ts';
import type { Gpu } from '../device/open-device.ts';
import { readBack } from '../device/read-back.ts';
import type { Job } from '../lattice/part-run.ts';
import { PartRun } from '../lattice/part-run.ts';
import type { Part } from '../lattice/parts.ts';
import type { Results } from '../lattice/results.ts';
import type { Output } from '../lattice/solve-part.ts';
import { solvePart } from '../lattice/solve-part.ts';
import type { Pace } from './pace.ts';

/** Encodes, submits and reads back a part, and takes its numbers; waits where the pace wants it. */
export async function drivePart(gpu: Gpu, kernels: KernelCache, job: Job, part: Part, results: Results, pace: Pace): Promise<void> {
  const scope = new BufferScope(gpu);
  try {
    const encoder = new Encoder(gpu, scope, kernels, 'solve');
    let waiting: Output[] = [];
    const take = async (): Promise<void> => {
      const outputs = waiting;
      waiting = [];
      const parts = outputs.map(({ name, byte, bytes }) => ({ buffer: run.buffer(name), byte, bytes }));
      const read = await readBack(gpu, scope, parts);
      outputs.forEach((output, index) => results.take(output, read[index]));
    };
    const guard = <T>(work: () => T): { readonly result: T; readonly errors: Promise<void> } => guarded(gpu, work, 'a solve');
    const made = guard(() => new PartRun(job, part, scope, encoder));
    await made.errors;
    const run = made.result;
    const events = solvePart(run);
    for (;;) {
      const { result: event, errors } = guard(() => {
        for (;;) {
          const next = events.next();
          if (next.done !== true && next.value.kind === 'outputs') {
            waiting.push(...next.value.outputs);
            continue;
          }
          if (next.done !== true && next.value.kind === 'visited' && !pace.waits) continue;
          encoder.submit();
          return next.done === true ? undefined : next.value;
        }
      });
      await errors;
      if (event?.kind === 'visited') await pace.visited(event.cells);
      else await take();
      pace.check();
      if (event === undefined) return;
    }
  } finally {
    scope.dispose();
  }
}
