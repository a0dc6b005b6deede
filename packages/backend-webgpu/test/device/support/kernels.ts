import type { KernelSource } from '../../../src/device/kernel-source.ts';

/** answer[i] = factor · numbers[i], for the first `count`. */
export const scale: KernelSource = {
  label: 'scale',
  bindings: ['parameters', 'read', 'write'],
  code: `
struct Parameters { count: u32, factor: u32 }
@group(0) @binding(0) var<uniform> parameters: Parameters;
@group(0) @binding(1) var<storage, read> numbers: array<u32>;
@group(0) @binding(2) var<storage, read_write> answer: array<u32>;

@compute @workgroup_size(64)
fn main(@builtin(global_invocation_id) id: vec3<u32>) {
  if (id.x < parameters.count) { answer[id.x] = parameters.factor * numbers[id.x]; }
}`,
};

/** answer[index] = 7; answer[0] = how long the array is. */
export const poke = (index: number): KernelSource => ({
  label: `poke ${index}`,
  bindings: ['write'],
  code: `
@group(0) @binding(0) var<storage, read_write> answer: array<u32>;

@compute @workgroup_size(1)
fn main() {
  let index = ${index};
  answer[0] = arrayLength(&answer);
  answer[index] = 7u;
}`,
});

/** A type error in line 5. */
export const wrong: KernelSource = {
  label: 'wrong',
  bindings: ['write'],
  code: `
@group(0) @binding(0) var<storage, read_write> answer: array<u32>;
@compute @workgroup_size(1)
fn main() {
  answer[0] = 1.5f;
}`,
};
