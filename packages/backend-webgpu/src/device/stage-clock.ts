import type { BufferScope } from './buffers.ts';
import { BufferUsage } from './flags.ts';
import type { Gpu } from './open-device.ts';
import { readBack } from './read-back.ts';

/** As many passes are timed in one go; WebGPU allows 4096 queries a set, two for each pass. */
const PASSES = 1024;

/** Measures how long stages take on the device: each stage is a compute pass of its own, with a time stamp at either end. */
export class StageClock {
  private readonly gpu: Gpu;
  private readonly scope: BufferScope;
  private readonly queries: GPUQuerySet;
  private readonly resolved: GPUBuffer;
  private labels: string[] = [];

  constructor(gpu: Gpu, scope: BufferScope) {
    this.gpu = gpu;
    this.scope = scope;
    this.queries = gpu.device.createQuerySet({ label: 'rubato stages', type: 'timestamp', count: 2 * PASSES });
    this.resolved = scope.create('stages', 16 * PASSES, BufferUsage.QUERY_RESOLVE | BufferUsage.COPY_SRC);
  }

  /** The time stamps of the next pass; none for passes beyond what the clock holds. */
  pass(label: string): GPUComputePassTimestampWrites | undefined {
    const index = this.labels.length;
    if (index === PASSES) return undefined;
    this.labels.push(label);
    return { querySet: this.queries, beginningOfPassWriteIndex: 2 * index, endOfPassWriteIndex: 2 * index + 1 };
  }

  /** Milliseconds by label, summed over its passes since the last reading; waits for the device. */
  async milliseconds(): Promise<Map<string, number>> {
    const labels = this.labels;
    this.labels = [];
    const sums = new Map<string, number>();
    if (labels.length === 0) return sums;
    const encoder = this.gpu.device.createCommandEncoder({ label: 'rubato stages' });
    encoder.resolveQuerySet(this.queries, 0, 2 * labels.length, this.resolved, this.scope.offset(this.resolved));
    this.gpu.device.queue.submit([encoder.finish()]);
    const [bytes] = await readBack(this.gpu, this.scope, [{ buffer: this.resolved, byte: 0, bytes: 16 * labels.length }]);
    const nanoseconds = new BigUint64Array(bytes);
    labels.forEach((label, index) => {
      const spent = Number(nanoseconds[2 * index + 1] - nanoseconds[2 * index]) / 1e6;
      sums.set(label, (sums.get(label) ?? 0) + spent);
    });
    return sums;
  }

  dispose(): void {
    this.queries.destroy();
    this.scope.destroy(this.resolved);
  }
}
