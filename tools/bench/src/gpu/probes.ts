import { spreadOf } from '../measure/quantiles.ts';
import { BufferUsage } from './flags.ts';
import type { BenchDevice } from './open-gpu.ts';
import type { Rates } from './floors.ts';
import { StageTimer } from './stage-timer.ts';

/** How much the probes do: enough to be measured, and no more. */
export interface ProbeSize {
  /** Bytes that a copy reads, at most. */
  readonly copyBytes: number;
  /** Barriers in the shorter of two runs; the longer has four times as many. */
  readonly barriers: number;
  readonly dispatches: number;
  readonly rounds: number;
}

export const fullProbes: ProbeSize = { copyBytes: 2 ** 28, barriers: 20_000, dispatches: 1000, rounds: 15 };
export const smallProbes: ProbeSize = { copyBytes: 2 ** 22, barriers: 250, dispatches: 50, rounds: 5 };

const THREADS = 256;
const MOST_GROUPS = 65_535;

const COPY = `
@group(0) @binding(0) var<storage, read_write> to: array<vec4<f32>>;
@group(0) @binding(1) var<storage, read> source: array<vec4<f32>>;

@compute @workgroup_size(${THREADS})
fn main(@builtin(global_invocation_id) id: vec3<u32>) {
  to[id.x] = source[id.x];
}`;

/** Nothing but barriers: one for each count, in one workgroup. */
const BARRIERS = `
@group(0) @binding(0) var<storage, read_write> done: array<u32>;
@group(0) @binding(1) var<uniform> count: vec4<u32>;

@compute @workgroup_size(${THREADS})
fn main(@builtin(local_invocation_index) thread: u32) {
  for (var i = 0u; i < count.x; i++) { workgroupBarrier(); }
  done[thread] = count.x;
}`;

/** What a sweep cannot do without: each thread hands a number to its neighbour at each barrier. Two arrays, since a thread may be a barrier ahead. */
const EXCHANGES = `
@group(0) @binding(0) var<storage, read_write> done: array<u32>;
@group(0) @binding(1) var<uniform> count: vec4<u32>;
var<workgroup> handed: array<u32, ${2 * THREADS}>;

@compute @workgroup_size(${THREADS})
fn main(@builtin(local_invocation_index) thread: u32) {
  var mine = thread;
  for (var i = 0u; i < count.x; i++) {
    let half = (i & 1u) * ${THREADS}u;
    handed[half + thread] = mine;
    workgroupBarrier();
    mine = handed[half + ((thread + 1u) % ${THREADS}u)] + 1u;
  }
  done[thread] = mine;
}`;

const DISPATCH = `
@group(0) @binding(0) var<storage, read_write> done: array<u32>;

@compute @workgroup_size(1)
fn main() {
  done[0] += 1u;
}`;

/** Measures what a device can do at best. */
export async function measureRates(bench: BenchDevice, size: ProbeSize): Promise<Rates> {
  const probes = new Probes(bench, size.rounds);
  try {
    const { maxStorageBufferBindingSize, maxBufferSize } = bench.device.limits;
    const piece = 16 * THREADS;
    const most = Math.min(size.copyBytes, maxStorageBufferBindingSize, maxBufferSize, MOST_GROUPS * piece);
    const bytes = Math.floor(most / piece) * piece;
    const copy = await probes.milliseconds(COPY, bytes, bytes, bytes / piece, 1);
    const barrier = (code: string): Promise<number> => probes.perCount(code, size.barriers);
    return {
      copyBytesPerSecond: (2 * bytes) / (copy / 1e3),
      barrierSeconds: (await barrier(BARRIERS)) / 1e3,
      exchangeSeconds: (await barrier(EXCHANGES)) / 1e3,
      dispatchSeconds: (await probes.milliseconds(DISPATCH, 16, 0, 1, size.dispatches)) / size.dispatches / 1e3,
    };
  } finally {
    probes.dispose();
  }
}

/** Runs one kernel again and again: by the device's time stamps where it has them, else by the clock on the wall. */
class Probes {
  private readonly device: GPUDevice;
  private readonly timer: StageTimer | undefined;
  private readonly rounds: number;

  constructor({ device, timestamps }: BenchDevice, rounds: number) {
    this.device = device;
    this.timer = timestamps ? new StageTimer(device) : undefined;
    this.rounds = rounds;
  }

  /** Milliseconds for each count: four times as many take longer, by three times as many. What a run takes beside them drops out. */
  async perCount(code: string, count: number): Promise<number> {
    const short = await this.milliseconds(code, 4 * THREADS, Uint32Array.of(count, 0, 0, 0), 1, 1);
    const long = await this.milliseconds(code, 4 * THREADS, Uint32Array.of(4 * count, 0, 0, 0), 1, 1);
    return Math.max(0, long - short) / (3 * count);
  }

  /** The median milliseconds of `dispatches` dispatches. The second binding is a buffer of so many bytes, parameters, or not there (0). */
  async milliseconds(
    code: string,
    bytes: number,
    second: number | Uint32Array<ArrayBuffer>,
    groups: number,
    dispatches: number,
  ): Promise<number> {
    const { device } = this;
    const pipeline = await device.createComputePipelineAsync({
      label: 'probe',
      layout: 'auto',
      compute: { module: device.createShaderModule({ code }), entryPoint: 'main' },
    });
    const buffers = [device.createBuffer({ size: bytes, usage: BufferUsage.STORAGE })];
    if (typeof second !== 'number') {
      buffers.push(device.createBuffer({ size: second.byteLength, usage: BufferUsage.UNIFORM | BufferUsage.COPY_DST }));
      device.queue.writeBuffer(buffers[1], 0, second);
    } else if (second > 0) {
      buffers.push(device.createBuffer({ size: second, usage: BufferUsage.STORAGE }));
    }
    const group = device.createBindGroup({
      layout: pipeline.getBindGroupLayout(0),
      entries: buffers.map((buffer, binding) => ({ binding, resource: { buffer } })),
    });
    const run = async (): Promise<void> => {
      const encoder = device.createCommandEncoder();
      const pass = encoder.beginComputePass();
      pass.setPipeline(pipeline);
      pass.setBindGroup(0, group);
      for (let dispatch = 0; dispatch < dispatches; dispatch++) pass.dispatchWorkgroups(groups);
      pass.end();
      device.queue.submit([encoder.finish()]);
      await device.queue.onSubmittedWorkDone();
    };
    await run();
    const times: number[] = [];
    for (let round = 0; round < this.rounds; round++) times.push(await this.once(run));
    for (const buffer of buffers) buffer.destroy();
    return spreadOf(times).median;
  }

  dispose(): void {
    this.timer?.dispose();
  }

  private async once(run: () => Promise<void>): Promise<number> {
    if (this.timer !== undefined) return (await this.timer.time(run)).span;
    const start = performance.now();
    await run();
    return performance.now() - start;
  }
}
