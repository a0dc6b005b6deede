import { existsSync } from 'node:fs';

const softwareDevice = '/usr/lib/chromium/vk_swiftshader_icd.json';

/** A device through the package `webgpu`, the software one where the machine names no other; undefined where there is none. */
async function openDevice(): Promise<GPUDevice | undefined> {
  if (process.env['VK_ICD_FILENAMES'] === undefined && existsSync(softwareDevice)) process.env['VK_ICD_FILENAMES'] = softwareDevice;
  process.env['XDG_RUNTIME_DIR'] ??= '/tmp';
  const { create, globals } = await import('webgpu');
  Object.assign(globalThis, globals);
  // The adapter lives no longer than what made it.
  keep.gpu = create([]);
  const adapter = await keep.gpu.requestAdapter();
  return (await adapter?.requestDevice()) ?? undefined;
}
const keep: { gpu?: GPU } = {};

export const device: GPUDevice | undefined = await openDevice().catch(() => undefined);

export const noDevice = 'there is no WebGPU adapter on this machine';

export interface Kernel {
  /** A module with an entry point `main`. Inputs are bindings 0, 1, … of group 0, outputs those after them. */
  readonly code: string;
  readonly inputs: readonly Float32Array[];
  /** How many numbers each output has. */
  readonly outputs: readonly number[];
  readonly workgroups: number;
}

/** Compiles and runs a kernel, and reads all its outputs. */
export async function runKernel({ code, inputs, outputs, workgroups }: Kernel): Promise<Float32Array[]> {
  if (device === undefined) throw new Error(noDevice);
  const gpu = device;
  gpu.pushErrorScope('validation');
  const module = gpu.createShaderModule({ code });
  const { messages } = await module.getCompilationInfo();
  if (messages.some(({ type }) => type === 'error'))
    throw new Error([...messages.map(({ lineNum, message }) => `line ${lineNum}: ${message}`), code].join('\n'));

  const bytesOf = (length: number): number => Math.max(16, 4 * length);
  const inputBuffers = inputs.map((values) => {
    const buffer = gpu.createBuffer({ size: bytesOf(values.length), usage: GPUBufferUsage.STORAGE | GPUBufferUsage.COPY_DST });
    gpu.queue.writeBuffer(buffer, 0, Float32Array.from(values));
    return buffer;
  });
  const outputBuffers = outputs.map((length) =>
    gpu.createBuffer({ size: bytesOf(length), usage: GPUBufferUsage.STORAGE | GPUBufferUsage.COPY_SRC }),
  );
  const readable = outputs.map((length) =>
    gpu.createBuffer({ size: bytesOf(length), usage: GPUBufferUsage.MAP_READ | GPUBufferUsage.COPY_DST }),
  );
  const layout = gpu.createBindGroupLayout({
    entries: [...inputBuffers, ...outputBuffers].map((_, binding) => ({
      binding,
      visibility: GPUShaderStage.COMPUTE,
      buffer: { type: binding < inputs.length ? 'read-only-storage' : 'storage' },
    })),
  });
  const pipeline = await gpu.createComputePipelineAsync({
    layout: gpu.createPipelineLayout({ bindGroupLayouts: [layout] }),
    compute: { module, entryPoint: 'main' },
  });
  const group = gpu.createBindGroup({
    layout,
    entries: [...inputBuffers, ...outputBuffers].map((buffer, binding) => ({ binding, resource: { buffer } })),
  });
  const encoder = gpu.createCommandEncoder();
  const pass = encoder.beginComputePass();
  pass.setPipeline(pipeline);
  pass.setBindGroup(0, group);
  pass.dispatchWorkgroups(workgroups);
  pass.end();
  outputs.forEach((length, k) => encoder.copyBufferToBuffer(outputBuffers[k], 0, readable[k], 0, bytesOf(length)));
  gpu.queue.submit([encoder.finish()]);
  const error = await gpu.popErrorScope();
  if (error !== null) throw new Error(error.message);

  const results: Float32Array[] = [];
  for (const [k, buffer] of readable.entries()) {
    await buffer.mapAsync(GPUMapMode.READ);
    results.push(new Float32Array(buffer.getMappedRange().slice(0, 4 * outputs[k])));
  }
  for (const buffer of [...inputBuffers, ...outputBuffers, ...readable]) buffer.destroy();
  return results;
}

/** Declarations of the inputs and outputs by name: storage arrays of f32. */
export function bindings(inputs: readonly string[], outputs: readonly string[]): string {
  return [...inputs, ...outputs]
    .map((name, k) => `@group(0) @binding(${k}) var<storage, ${k < inputs.length ? 'read' : 'read_write'}> ${name}: array<f32>;`)
    .join('\n');
}
