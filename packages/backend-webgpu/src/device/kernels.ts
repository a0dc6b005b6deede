import { checkAlive, lossOr } from './device-loss.ts';
import { COMPUTE_STAGE } from './flags.ts';
import type { BindingKind, KernelSource } from './kernel-source.ts';
import type { Gpu } from './open-device.ts';

/** A compiled kernel. */
export interface Kernel {
  readonly pipeline: GPUComputePipeline;
  readonly layout: GPUBindGroupLayout;
  readonly source: KernelSource;
}

/** As many pipelines are kept; the one not used for longest goes first. */
const CAPACITY = 512;

const BUFFERS: Readonly<Record<BindingKind, GPUBufferBindingLayout>> = {
  parameters: { type: 'uniform', hasDynamicOffset: true },
  read: { type: 'read-only-storage' },
  write: { type: 'storage' },
};

const caches = new WeakMap<GPUDevice, KernelCache>();

/** The cache of a device: backends on one device share what is compiled. */
export function kernelsOn(gpu: Gpu): KernelCache {
  const cache = caches.get(gpu.device) ?? new KernelCache(gpu);
  caches.set(gpu.device, cache);
  return cache;
}

/** Compiles kernels, each once, and keeps them. */
export class KernelCache {
  private readonly gpu: Gpu;
  private readonly capacity: number;
  /** In the order of their last use. */
  private readonly kernels = new Map<string, Kernel>();
  private readonly underWay = new Map<string, Promise<void>>();
  private readonly keys = new WeakMap<KernelSource, string>();
  private readonly layouts = new Map<string, GPUBindGroupLayout>();

  constructor(gpu: Gpu, capacity: number = CAPACITY) {
    this.gpu = gpu;
    this.capacity = capacity;
  }

  get size(): number {
    return this.kernels.size;
  }

  /** The kernel, compiled now where it is not there. What is wrong with its code goes to the error scope that is open. */
  get(source: KernelSource): Kernel {
    const key = this.key(source);
    const known = this.kernels.get(key);
    if (known !== undefined) {
      this.kernels.delete(key);
      this.kernels.set(key, known);
      return known;
    }
    const pipeline = this.gpu.device.createComputePipeline(this.descriptor(source, this.module(source)));
    return this.keep(key, { pipeline, layout: this.layout(source), source });
  }

  /**
   * Compiles the kernels that are not there, side by side.
   *
   * @throws Error with what the compiler says, its lines and their text; DeviceLostError where the device is lost
   */
  async prepare(sources: readonly KernelSource[]): Promise<void> {
    await Promise.all(sources.map((source) => this.prepareOne(source)));
  }

  private prepareOne(source: KernelSource): Promise<void> {
    const key = this.key(source);
    if (this.kernels.has(key)) return Promise.resolve();
    const started = this.underWay.get(key) ?? this.compile(key, source).finally(() => this.underWay.delete(key));
    this.underWay.set(key, started);
    return started;
  }

  private async compile(key: string, source: KernelSource): Promise<void> {
    const { device } = this.gpu;
    // Errors in the code are told below, with their lines.
    device.pushErrorScope('validation');
    let scope: Promise<GPUError | null>;
    let module: GPUShaderModule;
    let pipeline: Promise<GPUComputePipeline>;
    try {
      module = this.module(source);
      pipeline = device.createComputePipelineAsync(this.descriptor(source, module));
    } finally {
      scope = device.popErrorScope().catch(() => null);
    }
    try {
      const kernel = { pipeline: await pipeline, layout: this.layout(source), source };
      // A lost device compiles everything, to nothing.
      checkAlive(this.gpu);
      this.keep(key, kernel);
    } catch (error) {
      const loss = await lossOr(this.gpu, error);
      if (loss !== error) throw loss;
      throw new Error(`the kernel '${source.label}' does not compile: ${await complaints(module, source, error)}`, { cause: error });
    } finally {
      await scope;
    }
  }

  private keep(key: string, kernel: Kernel): Kernel {
    this.kernels.set(key, kernel);
    if (this.kernels.size > this.capacity) this.kernels.delete(this.kernels.keys().next().value!);
    return kernel;
  }

  private module({ label, code }: KernelSource): GPUShaderModule {
    return this.gpu.device.createShaderModule({ label: `rubato ${label}`, code });
  }

  private descriptor(source: KernelSource, module: GPUShaderModule): GPUComputePipelineDescriptor {
    const label = `rubato ${source.label}`;
    const layout = this.gpu.device.createPipelineLayout({ label, bindGroupLayouts: [this.layout(source)] });
    return { label, layout, compute: { module, entryPoint: 'main' } };
  }

  /** One layout for all kernels with the same bindings. */
  private layout({ bindings }: KernelSource): GPUBindGroupLayout {
    const name = bindings.join(', ');
    const known = this.layouts.get(name);
    if (known !== undefined) return known;
    const layout = this.gpu.device.createBindGroupLayout({
      label: `rubato ${name}`,
      entries: bindings.map((kind, binding) => ({ binding, visibility: COMPUTE_STAGE, buffer: BUFFERS[kind] })),
    });
    this.layouts.set(name, layout);
    return layout;
  }

  private key(source: KernelSource): string {
    const known = this.keys.get(source);
    if (known !== undefined) return known;
    const key = [source.label, source.bindings.join(), source.code].join('\n');
    this.keys.set(source, key);
    return key;
  }
}

/** The compiler's errors with the text of their lines; where it says none, what is wrong lies outside the code. */
async function complaints(module: GPUShaderModule, { code }: KernelSource, error: unknown): Promise<string> {
  const lines = code.split('\n');
  const information = await module.getCompilationInfo().catch(() => undefined);
  const errors = (information?.messages ?? []).filter(({ type }) => type === 'error');
  if (errors.length === 0) return error instanceof Error ? error.message : String(error);
  return errors.map(({ lineNum, message }) => `line ${lineNum}: ${message}\n  ${(lines[lineNum - 1] ?? '').trim()}`).join('\n');
}
