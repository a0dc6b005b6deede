import type { Choose } from './choose.ts';

const cyclic: unknown[] = [1];
cyclic.push(cyclic);

/** What may stand where something else should. Numbers at the edge of what is allowed are among them. */
const JUNK: readonly unknown[] = [
  undefined,
  null,
  NaN,
  Infinity,
  -Infinity,
  -1,
  -0,
  0,
  1,
  2,
  0.5,
  1.5,
  1e140,
  -1e140,
  1.1e140,
  1e139,
  1e60,
  1e61,
  1e100,
  1e-100,
  1e-101,
  1e300,
  -1e300,
  5e-324,
  2 ** 31 - 1,
  2 ** 31,
  2 ** 32,
  2 ** 53,
  '',
  'corner',
  'toString',
  '__proto__',
  '1',
  true,
  false,
  [],
  [[]],
  [0, 0],
  [1, 2, 3],
  {},
  { length: 2 },
  { length: 1e9 },
  { kind: 'dense' },
  () => 1,
  Symbol('junk'),
  1n,
  -1n,
  new Date(0),
  new Map(),
  /x/,
  cyclic,
  Object.create(null),
  new Float64Array(0),
  new Float32Array(3),
  Int32Array.of(0, 1),
  new Int8Array(2),
  new BigInt64Array(2),
  new DataView(new ArrayBuffer(8)),
  // eslint-disable-next-line no-sparse-arrays
  [, 1],
  new Array(5),
  Object.freeze([1, 1]),
  new Proxy([], {}),
  { constructor: { name: 1n } },
  { shape: [1, 1], data: [1] },
];

/** Junk itself stays as it is: the same seed gives the same input. */
const isJunk = (value: unknown): boolean => typeof value === 'object' && JUNK.includes(value);

const NUMBERS = JUNK.filter((value): value is number => typeof value === 'number');

type Container = Record<string, unknown> & { length?: number };

/** A deep copy whose every part may be changed; typed arrays are copied too. */
function thaw(value: unknown): unknown {
  if (Array.isArray(value)) return (value as unknown[]).map(thaw);
  if (ArrayBuffer.isView(value)) return (value as Float64Array).slice();
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, part]) => [name, thaw(part)]));
}

/** A copy of a value with one to three parts anywhere in it changed, dropped, added, cut or lengthened. */
export function mutate<T extends object>(random: Choose, value: T): T {
  const copy = thaw(value) as Container;
  for (let count = random.pick([1, 1, 1, 2, 3]); count > 0; count--) mutateOnce(random, copy);
  return copy as unknown as T;
}

function mutateOnce(random: Choose, root: Container): void {
  let parent = root;
  for (;;) {
    const names = Object.keys(parent);
    if (names.length === 0) return;
    const name = random.pick(names);
    const part = parent[name];
    if (isJunk(part)) {
      parent[name] = random.pick(JUNK);
      return;
    }
    const isContainer =
      (Array.isArray(part) || (typeof part === 'object' && part !== null && part.constructor === Object)) && Object.keys(part).length > 0;
    if (isContainer && random.chance(0.75)) {
      parent = part as Container;
      continue;
    }
    if (ArrayBuffer.isView(part) && random.chance(0.7)) parent[name] = mutateArray(random, part as Float64Array);
    else change(random, parent, name);
    return;
  }
}

function change(random: Choose, parent: Container, name: string): void {
  const part = parent[name];
  const kind = random.whole(0, 9);
  if (kind === 0) delete parent[name];
  else if (kind === 1) parent[random.pick(['penalties', 'data', 'shape', 'set', 'cells', 'x', '0', 'length_'])] = random.pick(JUNK);
  else if (kind === 2 && Array.isArray(part)) part.push(random.pick(JUNK));
  else if (kind === 3 && Array.isArray(part)) part.pop();
  else if (kind <= 5 && typeof part === 'number') parent[name] = part + random.pick([-1, 1, 0.5, -2, 1e-9]);
  else if (kind === 6 && typeof part === 'object' && part !== null) parent[name] = Object.create(part) as unknown;
  else parent[name] = random.pick(JUNK);
}

function mutateArray(random: Choose, array: Float64Array): unknown {
  if (random.chance(0.75) && array.length > 0) {
    for (let count = random.pick([1, 1, 1, 5]); count > 0; count--) array[random.whole(0, array.length - 1)] = random.pick(NUMBERS);
    return array;
  }
  return random.pick([
    () => array.subarray(0, array.length - 1),
    () => Array.from(array),
    () => Int32Array.from(array),
    () => Float32Array.from(array),
    () => new Float64Array(array.length + 1),
    () => array.fill(random.pick(NUMBERS)),
  ])();
}
