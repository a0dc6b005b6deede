const CONSTRUCTORS = [
  'ArrayBuffer',
  'SharedArrayBuffer',
  'DataView',
  'Float64Array',
  'Float32Array',
  'BigInt64Array',
  'Int32Array',
  'Uint32Array',
  'Uint16Array',
  'Int16Array',
  'Uint8Array',
  'Int8Array',
] as const;
/** Methods of typed arrays that make another one. */
const METHODS = ['subarray', 'slice', 'map', 'filter'] as const;

type Constructor = new (...parameters: unknown[]) => object;
type Method = (this: unknown, ...parameters: unknown[]) => unknown;

/** Arrays that an action makes. */
export interface ArrayCounts {
  /** Typed arrays with memory of their own, and buffers. */
  readonly owned: number;
  /** Views of memory that was there. */
  readonly views: number;
}

export function countArrays(action: () => void): ArrayCounts {
  const globals = globalThis as unknown as Record<string, Constructor>;
  const prototype = Object.getPrototypeOf(Float64Array.prototype) as Record<string, Method>;
  const constructors = CONSTRUCTORS.map((name) => [name, globals[name]] as const);
  const methods = METHODS.map((name) => [name, prototype[name]] as const);
  const counts = { owned: 0, views: 0 };
  for (const [name, original] of constructors) {
    globals[name] = new Proxy(original, {
      construct(target, parameters, newTarget) {
        counts[isBuffer(parameters[0]) ? 'views' : 'owned']++;
        return Reflect.construct(target, parameters, newTarget === globals[name] ? target : newTarget);
      },
    });
  }
  for (const [name, original] of methods) {
    prototype[name] = function counting(this: unknown, ...parameters: unknown[]): unknown {
      counts[name === 'subarray' ? 'views' : 'owned']++;
      return Reflect.apply(original, this, parameters);
    };
  }
  try {
    action();
    return counts;
  } finally {
    for (const [name, original] of constructors) globals[name] = original;
    for (const [name, original] of methods) prototype[name] = original;
  }
}

function isBuffer(value: unknown): boolean {
  return (
    Object.prototype.toString.call(value) === '[object ArrayBuffer]' ||
    Object.prototype.toString.call(value) === '[object SharedArrayBuffer]'
  );
}
