/** What Node tells of this machine, where this runs in Node. */
interface NodeProcess {
  availableMemory?: () => number;
}

/**
 * Bytes that may be allocated without pushing the machine into swap: what Node reports as available, `Infinity` where nobody tells.
 * A solve that needs more is refused before it starts, instead of being killed half-way.
 */
export function availableBytes(): number {
  const { process } = globalThis as { process?: NodeProcess };
  return process?.availableMemory?.() ?? Infinity;
}
