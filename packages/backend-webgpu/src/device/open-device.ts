import { InvalidArgumentError } from '@rubato/core';
import { findGpu, messageOf, type Surroundings, surroundings } from './find-gpu.ts';

/** An opened device and what is known of it. */
export interface Gpu {
  readonly device: GPUDevice;
  /** The adapter in words. */
  readonly description: string;
  /** Whether the device was made here: then `dispose` destroys it. */
  readonly owned: boolean;
  /** Whether the device measures time. */
  readonly timestamps: boolean;
  /** Why the device is lost, or undefined while it is not. */
  lostReason(): string | undefined;
  /** Destroys an own device and leaves a caller's alone; idempotent. */
  dispose(): void;
}

/** Limits of which the adapter's own are wanted: WebGPU's defaults are those of small devices. */
const LIMITS = [
  'maxBufferSize',
  'maxStorageBufferBindingSize',
  'maxStorageBuffersPerShaderStage',
  'maxComputeWorkgroupStorageSize',
  'maxComputeInvocationsPerWorkgroup',
  'maxComputeWorkgroupSizeX',
  'maxComputeWorkgroupsPerDimension',
] as const;

/**
 * Opens a device, or answers in words why there is none.
 *
 * @param given a device of the caller, never destroyed here; undefined: one from the page's WebGPU, or in Node from the package `webgpu`
 * @param place where to look for one; default this machine
 * @throws InvalidArgumentError where `given` is something else
 */
export async function openDevice(given: unknown, place: Surroundings = surroundings()): Promise<Gpu | string> {
  if (given !== undefined) {
    if (!isDevice(given)) {
      throw new InvalidArgumentError({ argument: 'device', found: kindOf(given), expected: 'a GPUDevice' });
    }
    const gpu = watch(given, false);
    // What is lost already says so before the next turn.
    await Promise.race([given.lost, Promise.resolve()]);
    const reason = gpu.lostReason();
    return reason === undefined ? gpu : `the device given is lost: ${reason}`;
  }
  const gpu = await findGpu(place);
  if (typeof gpu === 'string') return gpu;
  try {
    const adapter = await gpu.requestAdapter();
    if (adapter === null) return 'WebGPU is there, but it finds no graphics adapter on this machine';
    const device = await adapter.requestDevice({
      label: 'rubato',
      requiredLimits: Object.fromEntries(LIMITS.map((name) => [name, adapter.limits[name]])),
      requiredFeatures: adapter.features.has('timestamp-query') ? ['timestamp-query'] : [],
    });
    return watch(device, true);
  } catch (error) {
    return `WebGPU is there, but no device could be opened: ${messageOf(error)}`;
  }
}

function watch(device: GPUDevice, owned: boolean): Gpu {
  let lost: string | undefined;
  void device.lost.then((info) => (lost ??= lossInWords(info)));
  return {
    device,
    description: describe(device.adapterInfo),
    owned,
    timestamps: device.features.has('timestamp-query'),
    lostReason: () => lost,
    dispose: () => {
      if (owned) device.destroy();
    },
  };
}

/** No `instanceof`: in Node the class is no global, and a device may come from another page or copy of the package. */
function isDevice(given: unknown): given is GPUDevice {
  const { createBuffer, createComputePipeline, queue, limits, lost } = Object(given) as Partial<GPUDevice>;
  return [createBuffer, createComputePipeline].every((part) => typeof part === 'function') && ![queue, limits, lost].includes(undefined);
}

function kindOf(given: unknown): string {
  if (typeof given !== 'object' || given === null) return String(given);
  return `an object of class ${given.constructor?.name ?? 'unknown'}`;
}

function lossInWords({ reason, message }: GPUDeviceLostInfo): string {
  const cause = reason === 'destroyed' ? 'it was destroyed' : 'the system took it away';
  return message === '' ? cause : `${cause} (${message})`;
}

/** Devices of older browsers do not say where they come from. */
function describe(info: GPUAdapterInfo | undefined): string {
  const { vendor = '', architecture = '', device = '', description = '', isFallbackAdapter = false } = info ?? {};
  const words = [vendor, architecture, description === '' ? device : description].filter((word) => word !== '').join(' ');
  return `${words === '' ? 'a device that does not say its name' : words}${isFallbackAdapter ? ', in software' : ''}`;
}
