/** The constructors of arrays with numbers, and of what lies under them. */
const NAMES = [
  'Float64Array',
  'Float32Array',
  'Int32Array',
  'Uint32Array',
  'Uint16Array',
  'Uint8Array',
  'ArrayBuffer',
  'SharedArrayBuffer',
] as const;

type Constructor = new (...parameters: unknown[]) => ArrayBufferView | ArrayBufferLike;

/** Bytes of all typed arrays and buffers that an action makes, whether it keeps them or not. Views of existing buffers do not count. */
export function countBytes<T>(action: () => T): { readonly result: T; readonly bytes: number } {
  const globals = globalThis as unknown as Record<string, Constructor>;
  const originals = new Map(NAMES.map((name) => [name, globals[name]]));
  let bytes = 0;
  for (const [name, original] of originals) {
    globals[name] = new Proxy(original, {
      construct(target, parameters, newTarget) {
        const made = Reflect.construct(target, parameters, newTarget === globals[name] ? target : newTarget);
        if (!(parameters[0] instanceof ArrayBuffer)) bytes += made.byteLength;
        return made;
      },
    });
  }
  try {
    return { result: action(), bytes };
  } finally {
    for (const [name, original] of originals) globals[name] = original;
  }
}
