import type { BufferScope } from './buffers.ts';
import { BufferUsage } from './flags.ts';
import type { KernelSource } from './kernel-source.ts';
import type { Kernel, KernelCache } from './kernels.ts';
import type { Gpu } from './open-device.ts';

/** A buffer as a kernel sees it: the contents of an own one, or a piece of a caller's. */
export type Bound = GPUBuffer | GPUBufferBinding;

/** Workgroups along x, y and z; y and z are 1 where they are not given. */
export type Groups = readonly [number, number?, number?];

/** Bytes between the parameters of two dispatches: what WebGPU's default limits demand of dynamic offsets, so every device takes it. */
const SLOT = 256;

interface Dispatch {
  readonly kind: 'dispatch';
  readonly kernel: Kernel;
  readonly buffers: readonly Bound[];
  /** The slot of its parameters, or -1. */
  readonly slot: number;
  readonly groups: Groups;
}

interface Copy {
  readonly kind: 'copy';
  readonly from: GPUBuffer;
  readonly fromByte: number;
  readonly to: GPUBuffer;
  readonly toByte: number;
  readonly bytes: number;
}

interface Clear {
  readonly kind: 'clear';
  readonly buffer: GPUBuffer;
}

/**
 * Collects dispatches and copies, and submits them together: neighbouring dispatches share a compute pass, all parameters one uniform
 * buffer. Buffers must stand until `submit`.
 */
export class Encoder {
  private readonly gpu: Gpu;
  private readonly scope: BufferScope;
  private readonly cache: KernelCache;
  private readonly label: string;
  private readonly identities = new WeakMap<object, number>();
  private readonly groups = new Map<string, GPUBindGroup>();
  private nextIdentity = 0;
  private commands: (Dispatch | Copy | Clear)[] = [];
  private slots: Uint32Array[] = [];
  private uniform: GPUBuffer | undefined;
  private uniformSlots = 0;

  constructor(gpu: Gpu, scope: BufferScope, cache: KernelCache, label: string) {
    this.gpu = gpu;
    this.scope = scope;
    this.cache = cache;
    this.label = `rubato ${label}`;
  }

  /**
   * Runs a kernel.
   *
   * @param buffers those of its bindings other than `parameters`, in order
   * @param parameters at most 256 bytes, copied now; undefined where the kernel has none
   * @throws Error where these do not fit the kernel or the device: a mistake of ours, not of the user's
   */
  dispatch(source: KernelSource, buffers: readonly Bound[], parameters: Uint32Array | undefined, groups: Groups): void {
    this.check(source, buffers, parameters, groups);
    let slot = -1;
    if (parameters !== undefined) {
      slot = this.slots.length;
      this.slots.push(parameters.slice());
    }
    this.commands.push({ kind: 'dispatch', kernel: this.cache.get(source), buffers: [...buffers], slot, groups });
  }

  /** Copies bytes from one buffer's contents to another's; all numbers are multiples of 4. */
  copy(from: GPUBuffer, fromByte: number, to: GPUBuffer, toByte: number, bytes: number): void {
    if (bytes > 0) this.commands.push({ kind: 'copy', from, fromByte, to, toByte, bytes });
  }

  /** Fills a buffer's contents with zeros. */
  clear(buffer: GPUBuffer): void {
    this.commands.push({ kind: 'clear', buffer });
  }

  /** Hands everything since the last call to the device's queue. */
  submit(): void {
    if (this.commands.length === 0) return;
    this.writeParameters();
    const encoder = this.gpu.device.createCommandEncoder({ label: this.label });
    let pass: GPUComputePassEncoder | undefined;
    let pipeline: GPUComputePipeline | undefined;
    for (const command of this.commands) {
      if (command.kind === 'dispatch') {
        if (pass === undefined) {
          pass = encoder.beginComputePass({ label: this.label });
          pipeline = undefined;
        }
        if (pipeline !== command.kernel.pipeline) pass.setPipeline((pipeline = command.kernel.pipeline));
        pass.setBindGroup(0, this.bindGroup(command), command.slot < 0 ? [] : [command.slot * SLOT]);
        pass.dispatchWorkgroups(...command.groups);
        continue;
      }
      pass?.end();
      pass = undefined;
      if (command.kind === 'clear') this.encodeClear(encoder, command.buffer);
      else this.encodeCopy(encoder, command);
    }
    pass?.end();
    this.commands = [];
    this.slots = [];
    this.gpu.device.queue.submit([encoder.finish({ label: this.label })]);
  }

  /** Gives the buffer of parameters back. */
  dispose(): void {
    if (this.uniform !== undefined) this.scope.destroy(this.uniform);
    this.uniform = undefined;
    this.groups.clear();
  }

  private encodeCopy(encoder: GPUCommandEncoder, { from, fromByte, to, toByte, bytes }: Copy): void {
    encoder.copyBufferToBuffer(from, this.scope.offset(from) + fromByte, to, this.scope.offset(to) + toByte, bytes);
  }

  private encodeClear(encoder: GPUCommandEncoder, buffer: GPUBuffer): void {
    encoder.clearBuffer(buffer, this.scope.offset(buffer), this.scope.contents(buffer));
  }

  /** The queue writes after what was submitted before, so the buffer of the last submission serves again. */
  private writeParameters(): void {
    const count = this.slots.length;
    if (count === 0) return;
    if (this.uniform === undefined || this.uniformSlots < count) {
      if (this.uniform !== undefined) this.scope.destroy(this.uniform);
      this.groups.clear();
      this.uniformSlots = count;
      this.uniform = this.scope.create('parameters', count * SLOT, BufferUsage.UNIFORM | BufferUsage.COPY_DST);
    }
    const words = new Uint32Array((count * SLOT) / 4);
    this.slots.forEach((slot, index) => words.set(slot, (index * SLOT) / 4));
    this.gpu.device.queue.writeBuffer(this.uniform, this.scope.offset(this.uniform), words);
  }

  private bindGroup({ kernel, buffers }: Dispatch): GPUBindGroup {
    const key = [kernel.pipeline, ...buffers].map((part) => this.identity(part)).join();
    const known = this.groups.get(key);
    if (known !== undefined) return known;
    let next = 0;
    const entries = kernel.source.bindings.map((kind, binding): GPUBindGroupEntry => {
      if (kind !== 'parameters') {
        const bound = buffers[next++];
        return { binding, resource: 'buffer' in bound ? bound : this.scope.binding(bound) };
      }
      return { binding, resource: { ...this.scope.binding(this.uniform!), size: SLOT } };
    });
    const group = this.gpu.device.createBindGroup({ label: `rubato ${kernel.source.label}`, layout: kernel.layout, entries });
    this.groups.set(key, group);
    return group;
  }

  private identity(part: object): number {
    const known = this.identities.get(part);
    if (known !== undefined) return known;
    this.identities.set(part, this.nextIdentity);
    return this.nextIdentity++;
  }

  private check(source: KernelSource, buffers: readonly Bound[], parameters: Uint32Array | undefined, groups: Groups): void {
    const wanted = source.bindings.filter((kind) => kind !== 'parameters').length;
    const largest = this.gpu.device.limits.maxComputeWorkgroupsPerDimension;
    const faults = [
      buffers.length === wanted ? '' : `it binds ${wanted} buffers and got ${buffers.length}`,
      (parameters !== undefined) === wanted < source.bindings.length ? '' : 'parameters belong to kernels that bind them',
      (parameters?.byteLength ?? 0) <= SLOT ? '' : `its parameters are ${parameters?.byteLength} bytes; at most ${SLOT} fit`,
      groups.every((count) => Number.isInteger(count) && count! >= 0 && count! <= largest)
        ? ''
        : `workgroups ${groups.join(' × ')}, at most ${largest} a dimension`,
    ].filter((fault) => fault !== '');
    if (faults.length > 0) throw new Error(`internal error in the kernel '${source.label}': ${faults.join('; ')}`);
  }
}
