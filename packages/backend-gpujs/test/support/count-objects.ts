const made = ['createTexture', 'createProgram', 'createShader', 'createFramebuffer', 'createBuffer', 'fenceSync'] as const;
const gone = ['deleteTexture', 'deleteProgram', 'deleteShader', 'deleteFramebuffer', 'deleteBuffer', 'deleteSync'] as const;

/** Counts the objects of WebGL2 that live on this page, from now on: textures, programs, shaders, framebuffers, buffers, fences. */
export function countObjects(): () => Readonly<Record<string, number>> {
  const alive = made.map(() => new Set<unknown>());
  const prototype = WebGL2RenderingContext.prototype as unknown as Record<string, (...values: unknown[]) => unknown>;
  made.forEach((create, k) => {
    const [creating, deleting] = [prototype[create], prototype[gone[k]]];
    prototype[create] = function (this: WebGL2RenderingContext, ...values) {
      const object = creating.apply(this, values);
      if (object !== null) alive[k].add(object);
      return object;
    };
    prototype[gone[k]] = function (this: WebGL2RenderingContext, ...values) {
      alive[k].delete(values[0]);
      return deleting.apply(this, values);
    };
  });
  return () => Object.fromEntries(made.map((name, k) => [name.replace(/^create|Sync$/, ''), alive[k].size]));
}

export const total = (counts: Readonly<Record<string, number>>): number => Object.values(counts).reduce((sum, count) => sum + count, 0);
