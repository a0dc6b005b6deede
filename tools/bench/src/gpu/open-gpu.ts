/** The device that is measured. */
export interface BenchDevice {
  readonly device: GPUDevice;
  /** The adapter in words. */
  readonly description: string;
  /** Whether the adapter computes in software, so that its times say nothing about graphics processors. */
  readonly software: boolean;
  /** Whether passes can be timed on the device. */
  readonly timestamps: boolean;
}

/** Dawn rounds time stamps to tenths of milliseconds unless it is told not to. */
const FLAGS = ['disable-dawn-features=timestamp_quantization'];

/** Limits of which the adapter's own are taken, as the backend takes them. */
const LIMITS = [
  'maxBufferSize',
  'maxStorageBufferBindingSize',
  'maxStorageBuffersPerShaderStage',
  'maxComputeWorkgroupStorageSize',
  'maxComputeInvocationsPerWorkgroup',
  'maxComputeWorkgroupSizeX',
  'maxComputeWorkgroupsPerDimension',
] as const;

/** Devices die with what made them. */
const instances: GPU[] = [];

/** Opens the machine's adapter in Node, or says why there is none. */
export async function openGpu(): Promise<BenchDevice | string> {
  try {
    const { create } = await import('webgpu');
    const gpu = create([...FLAGS]);
    instances.push(gpu);
    const adapter = await gpu.requestAdapter({ powerPreference: 'high-performance' });
    if (adapter === null) return 'WebGPU finds no graphics adapter on this machine';
    const timestamps = adapter.features.has('timestamp-query');
    const device = await adapter.requestDevice({
      label: 'rubato bench',
      requiredLimits: Object.fromEntries(LIMITS.map((name) => [name, adapter.limits[name]])),
      requiredFeatures: timestamps ? ['timestamp-query'] : [],
    });
    const { vendor, architecture, description, isFallbackAdapter } = adapter.info;
    const words = [vendor, architecture, description].filter((word) => word !== '').join(' ');
    return { device, description: words, software: isFallbackAdapter || /swiftshader|llvmpipe|lavapipe/i.test(words), timestamps };
  } catch (error) {
    return `WebGPU cannot be opened: ${error instanceof Error ? error.message : String(error)}`;
  }
}
