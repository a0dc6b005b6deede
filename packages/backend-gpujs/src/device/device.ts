import { DeviceLostError, giveWay, UnsupportedError } from '@rubato/core';
import type { KernelText } from '../kernels/kernel-text.ts';
import type { DeviceNumbers, Gpu, GpuConstructor, Kernel, KernelArgument, NestedNumbers } from './gpujs.ts';
import { isTexture } from './gpujs.ts';
import type { GpujsMode } from './mode.ts';
import type { FunctionNames } from '../print/mathematics.ts';
import { builtIn, mathematics, own } from '../print/mathematics.ts';

/** Places, items and planes of a kernel's output. */
export type OutputSize = readonly [places: number, items: number, planes: number];

/** Kernels compute with indices as float32, which holds whole numbers up to here. */
const LARGEST_INDEX = 2 ** 24;

/** The most rounds of a loop in a kernel. */
export const LARGEST_LOOP: number = 2 ** 20;

/** How many turns of the event loop to wait for a device without a timer. */
const SOON = 8;

interface Compiled {
  readonly kernel: Kernel;
  size: OutputSize;
}

/** An instance of gpu.js in one mode, and its kernels, each compiled once. */
export class Device {
  readonly mode: GpujsMode;
  /** What printed programs call. */
  readonly functions: FunctionNames;
  private readonly gpu: Gpu;
  private readonly kernels = new Map<string, Compiled>();

  constructor(GPU: GpuConstructor, mode: GpujsMode) {
    this.mode = mode;
    this.gpu = new GPU({ mode });
    this.functions = mode === 'webgl2' ? own : builtIn;
    if (mode === 'webgl2') this.define(mathematics);
  }

  /** Makes functions known to kernels. */
  define(functions: readonly string[]): void {
    for (const text of functions) this.gpu.addFunction(text);
  }

  /** Why an output is too large, in words; undefined where it is not. */
  refuses(size: OutputSize): string | undefined {
    this.requireContext();
    const numbers = size.reduce((product, side) => product * side, 1);
    const texture = this.mode === 'webgl2' ? Number(this.gpu.context?.getParameter(this.gpu.context.MAX_TEXTURE_SIZE)) : Infinity;
    // gpu.js makes a texture of places times items where there is one plane, else one that is nearly square.
    const side = Math.max(size[0], size[1], Math.ceil(Math.sqrt(numbers)));
    if (side >= texture) return `a front of ${size.join(' × ')} numbers is more than its textures of ${texture} × ${texture} hold`;
    return numbers > LARGEST_INDEX ? `a front of ${numbers} numbers is more than its ${LARGEST_INDEX}` : undefined;
  }

  /**
   * Starts a kernel. Its output belongs to the caller, who gives it back with `release`.
   *
   * @throws UnsupportedError where gpu.js cannot compile or run it, or ran it in another mode; DeviceLostError
   */
  run(text: KernelText, size: OutputSize, values: readonly KernelArgument[]): DeviceNumbers {
    this.requireContext();
    try {
      return this.runInMode(text, size, values);
    } catch (cause) {
      // A lost context shows in many ways.
      this.requireContext();
      if (cause instanceof UnsupportedError) throw cause;
      const error = new UnsupportedError('gpujs', `gpu.js does not run the kernel '${text.name}': ${messageOf(cause)}`);
      error.cause = cause;
      throw error;
    }
  }

  /** Reads numbers back: waits for the device. */
  read(numbers: DeviceNumbers): NestedNumbers {
    const read = isTexture(numbers) ? numbers.toArray() : numbers;
    this.requireContext();
    return read;
  }

  release(numbers: DeviceNumbers): void {
    if (isTexture(numbers)) numbers.delete();
  }

  /** Lets the event loop run until the device has done what it was given; whether it is still there shows when it is used next. */
  async settled(): Promise<void> {
    const gl = this.mode === 'webgl2' ? this.gpu.context : null;
    const fence = gl?.fenceSync(gl.SYNC_GPU_COMMANDS_COMPLETE, 0) ?? null;
    if (gl === null || fence === null) return giveWay();
    // Without it the commands may never start.
    gl.flush();
    // At first as soon as may be; then a timer, since asking all the time takes a core from a device that computes in software.
    for (let turn = 0; turn === 0 || isPending(gl, fence); turn++) await (turn < SOON ? giveWay() : soon());
    gl.deleteSync(fence);
  }

  /** Gives back all kernels, and the context. */
  async dispose(): Promise<void> {
    this.kernels.clear();
    await this.gpu.destroy();
  }

  /** A kernel is known once it has run in the mode that was asked for, and is forgotten when it runs in another. */
  private runInMode(text: KernelText, size: OutputSize, values: readonly KernelArgument[]): DeviceNumbers {
    const compiled = this.kernels.get(text.name) ?? { kernel: this.compile(text, size), size };
    if (size.some((side, k) => side !== compiled.size[k])) {
      compiled.kernel.setOutput(size);
      compiled.size = size;
    }
    const output = compiled.kernel(...values);
    const reason = this.otherMode(compiled.kernel);
    if (reason === undefined) {
      this.kernels.set(text.name, compiled);
      return output;
    }
    this.release(output);
    this.kernels.delete(text.name);
    compiled.kernel.destroy();
    throw new UnsupportedError('gpujs', `gpu.js ran the kernel '${text.name}' in ${reason}`);
  }

  private compile({ text }: KernelText, size: OutputSize): Kernel {
    return this.gpu.createKernel(text, {
      output: size,
      // Outputs stay on the device, and each run has one of its own.
      pipeline: true,
      immutable: true,
      dynamicOutput: true,
      dynamicArguments: true,
      precision: 'single',
      // Else gpu.js takes fewer bits for small textures.
      tactic: 'precision',
      loopMaxIterations: LARGEST_LOOP,
    });
  }

  /** gpu.js falls back to its cpu mode by itself, at any run; here nobody falls back silently. */
  private otherMode({ kernel }: Kernel): string | undefined {
    if (kernel.constructor === this.gpu.Kernel) return undefined;
    return `its mode ${kernel.constructor.mode} instead of ${this.mode}: ${kernel.fallbackReason ?? 'it does not say why'}`;
  }

  /** What a lost context computes and reads is nothing. */
  private requireContext(): void {
    if (this.mode !== 'webgl2' || this.gpu.context?.isContextLost() !== true) return;
    throw new DeviceLostError('gpujs', 'the WebGL context is lost');
  }
}

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

const isPending = (gl: WebGL2RenderingContext, fence: WebGLSync): boolean =>
  !gl.isContextLost() && gl.clientWaitSync(fence, 0, 0) === gl.TIMEOUT_EXPIRED;

const soon = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 1));
