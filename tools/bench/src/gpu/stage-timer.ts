import { BufferUsage, MapMode } from './flags.ts';

/** What the device did: milliseconds by kernel, and from the first begin to the last end. */
export interface StageTimes {
  readonly stages: ReadonlyMap<string, number>;
  readonly span: number;
  /** Passes that were not timed, since a query set holds so many only. */
  readonly missed: number;
}

/** WebGPU allows 4096 queries a set, two for each pass. */
const PASSES = 2048;

/**
 * Times kernels on the device from outside: while it is on, every change of pipeline begins a compute pass of its own with a time
 * stamp at either end. A stage is named after its pipeline. Needs the feature `timestamp-query`.
 */
export class StageTimer {
  private readonly device: GPUDevice;
  private readonly queries: GPUQuerySet;
  private readonly resolved: GPUBuffer;
  private readonly staging: GPUBuffer;
  private labels: string[] = [];
  private missed = 0;
  private on = false;

  constructor(device: GPUDevice) {
    this.device = device;
    this.queries = device.createQuerySet({ label: 'bench stages', type: 'timestamp', count: 2 * PASSES });
    this.resolved = device.createBuffer({ size: 16 * PASSES, usage: BufferUsage.QUERY_RESOLVE | BufferUsage.COPY_SRC });
    this.staging = device.createBuffer({ size: 16 * PASSES, usage: BufferUsage.MAP_READ | BufferUsage.COPY_DST });
    const create = device.createCommandEncoder.bind(device);
    device.createCommandEncoder = (descriptor) => {
      const encoder = create(descriptor);
      if (this.on) this.split(encoder);
      return encoder;
    };
  }

  /** Runs `work` with the timer on, and reads the time stamps when the device is done. */
  async time(work: () => Promise<void>): Promise<StageTimes> {
    this.labels = [];
    this.missed = 0;
    this.on = true;
    try {
      await work();
    } finally {
      this.on = false;
    }
    return this.read();
  }

  dispose(): void {
    this.queries.destroy();
    this.resolved.destroy();
    this.staging.destroy();
  }

  /** Time stamps of a pass, or none where the set is full. */
  private writes(label: string): { timestampWrites: GPUComputePassTimestampWrites } | undefined {
    const index = this.labels.length;
    if (index === PASSES) {
      this.missed++;
      return undefined;
    }
    this.labels.push(label);
    return { timestampWrites: { querySet: this.queries, beginningOfPassWriteIndex: 2 * index, endOfPassWriteIndex: 2 * index + 1 } };
  }

  private split(encoder: GPUCommandEncoder): void {
    const begin = encoder.beginComputePass.bind(encoder);
    encoder.beginComputePass = () => {
      let pass: GPUComputePassEncoder | undefined;
      let label: string | undefined;
      const outer: Pick<GPUComputePassEncoder, 'setPipeline' | 'setBindGroup' | 'dispatchWorkgroups' | 'end'> = {
        setPipeline: (pipeline) => {
          const next = pipeline.label.replace(/^rubato /, '');
          if (next !== label) {
            pass?.end();
            pass = begin(this.writes(next));
            label = next;
          }
          pass!.setPipeline(pipeline);
        },
        // A bind group of a pass holds for its pipeline: the backend sets both.
        setBindGroup: (...parameters: unknown[]) => (pass!.setBindGroup as (...given: unknown[]) => undefined)(...parameters),
        dispatchWorkgroups: (...groups) => pass!.dispatchWorkgroups(...groups),
        end: () => pass?.end(),
      };
      return outer as GPUComputePassEncoder;
    };
  }

  private async read(): Promise<StageTimes> {
    const { labels, missed } = this;
    const stages = new Map<string, number>();
    if (labels.length === 0) return { stages, span: 0, missed };
    const encoder = this.device.createCommandEncoder();
    encoder.resolveQuerySet(this.queries, 0, 2 * labels.length, this.resolved, 0);
    encoder.copyBufferToBuffer(this.resolved, 0, this.staging, 0, 16 * labels.length);
    this.device.queue.submit([encoder.finish()]);
    await this.staging.mapAsync(MapMode.READ, 0, 16 * labels.length);
    const stamps = new BigUint64Array(this.staging.getMappedRange(0, 16 * labels.length).slice(0));
    this.staging.unmap();
    labels.forEach((label, pass) => {
      stages.set(label, (stages.get(label) ?? 0) + Number(stamps[2 * pass + 1] - stamps[2 * pass]) / 1e6);
    });
    return { stages, span: Number(stamps[stamps.length - 1] - stamps[0]) / 1e6, missed };
  }
}
