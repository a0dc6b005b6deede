/** `@rubato/backend-webgpu`: the whole alignment on the GPU, in browsers and in Node. */
export type { DeviceDense, DeviceFeatures, DeviceGathered, DeviceNumbers, DeviceShape } from './on-device/costs.ts';
export type { DeviceInputGradient, DevicePaths, DeviceRequest, DeviceSolution } from './on-device/device-solution.ts';
export { deviceStatus } from './on-device/device-solution.ts';
export type { CostRangeProblem } from './on-device/largest-cost.ts';
export type { OnDevice, SubmitOptions } from './on-device/on-device.ts';
export type { OpenedWebGpu } from './provider.ts';
export { openWebGpu, webGpuProvider } from './provider.ts';
