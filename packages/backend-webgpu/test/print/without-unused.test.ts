import { expect, it } from 'vitest';
import { withoutUnused } from '../../src/print/without-unused.ts';

const code = `
const SIDE: u32 = 4u;
// Nobody asks for this,
// whatever it says.
const OTHER: u32 = 5u;
struct Pair { left: f32, right: f32 }
@group(0) @binding(0) var<storage, read> numbers: array<f32>;
@group(0) @binding(1) var<storage, read_write> answer: array<f32>;
var<private> flaw: u32 = 0u;
var<workgroup> sums: array<f32, SIDE>;
// One more.
fn next(i: u32) -> u32 { return i + 1u; }
fn unused(i: u32) -> u32 { return next(i) + OTHER; }

fn pair_at(i: u32) -> Pair {
  return Pair(numbers[i], numbers[next(i)]);
}
@compute
@workgroup_size(1)
fn main() {
  let pair = pair_at(0u);

  answer[0] = pair.left + pair.right;
}`;

it('keeps bindings and what main needs, through others, with comments', () => {
  expect(withoutUnused(code)).toBe(`struct Pair { left: f32, right: f32 }
@group(0) @binding(0) var<storage, read> numbers: array<f32>;
@group(0) @binding(1) var<storage, read_write> answer: array<f32>;
// One more.
fn next(i: u32) -> u32 { return i + 1u; }
fn pair_at(i: u32) -> Pair {
  return Pair(numbers[i], numbers[next(i)]);
}
@compute
@workgroup_size(1)
fn main() {
  let pair = pair_at(0u);
  answer[0] = pair.left + pair.right;
}`);
});

it('keeps what is needed through a binding or an array’s length', () => {
  const kept = withoutUnused(`const SIDE: u32 = 4u;
struct Parameters { count: u32 }
@group(0) @binding(0) var<uniform> parameters: Parameters;
var<workgroup> sums: array<u32, SIDE>;
fn main() { sums[0] = 1u; }`);
  expect(kept).toContain('struct Parameters');
  expect(kept).toContain('const SIDE');
});
