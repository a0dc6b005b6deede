/** What this package uses of gpu.js: its own declarations leave most of this open. */
export interface GpujsModule {
  readonly GPU: GpuConstructor;
}

export interface GpuConstructor {
  new (settings: { readonly mode: string }): Gpu;
  readonly isWebGL2Supported: boolean;
  readonly isWebAssemblySupported: boolean;
}

/** An instance of gpu.js: a context of its own, and its kernels. */
export interface Gpu {
  /** The WebGL context, once there is a kernel. */
  readonly context: WebGL2RenderingContext | null;
  /** The class of kernels that the mode has. */
  readonly Kernel: KernelClass;
  /** Makes a function known to kernels. */
  addFunction(source: string): unknown;
  createKernel(source: string, settings: KernelSettings): Kernel;
  destroy(): Promise<void>;
}

export interface KernelSettings {
  readonly output: readonly number[];
  readonly pipeline: true;
  readonly immutable: true;
  readonly dynamicOutput: true;
  readonly dynamicArguments: true;
  readonly precision: 'single';
  readonly tactic: 'precision';
  readonly loopMaxIterations: number;
}

/** A kernel: called with its arguments it computes all numbers of its output. */
export interface Kernel {
  (...values: readonly KernelArgument[]): DeviceNumbers;
  setOutput(output: readonly number[]): unknown;
  destroy(): void;
  /** What computes: gpu.js changes it where it falls back to its cpu mode. */
  readonly kernel: { readonly constructor: KernelClass; readonly fallbackReason?: string | null };
}

export interface KernelClass {
  /** `gpu` for all of WebGL. */
  readonly mode: string;
}

export type KernelArgument = DeviceNumbers | Float32Array | number;

/** Rows of numbers as gpu.js hands them out: [z][y][x]. */
export type NestedNumbers = readonly (readonly Float32Array[])[];

/** A texture of gpu.js, as far as it is used here. */
export interface DeviceTexture {
  toArray(): NestedNumbers;
  delete(): void;
}

/** The output of a kernel: a texture on a graphics device, plain arrays elsewhere. */
export type DeviceNumbers = DeviceTexture | NestedNumbers;

export const isTexture = (numbers: DeviceNumbers): numbers is DeviceTexture => !Array.isArray(numbers);

/** gpu.js, a module of CommonJS: its names stand on the module or on its default. */
export async function loadGpujs(): Promise<GpujsModule> {
  const loaded = (await import('gpu.js')) as unknown as Partial<GpujsModule> & { readonly default?: GpujsModule };
  return loaded.GPU === undefined ? loaded.default! : (loaded as GpujsModule);
}
