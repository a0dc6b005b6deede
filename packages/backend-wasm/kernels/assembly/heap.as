/** The first byte that the host may use. */
export function heapBase(): usize {
  return (__heap_base + 63) & ~63;
}
