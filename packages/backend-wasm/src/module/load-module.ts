/** A flag of WebAssembly memories: it has a maximum, and is not shared. */
const OWN_WITH_MAXIMUM = 1;

/** Pages of 64 KiB in 4 GiB, the most that the kernels can address. */
export const MOST_PAGES = 65536;

/** The generated modules: the kernels compressed in base64, and where the flags of their imported memory stand. */
export interface EmbeddedKernels {
  readonly kernels: string;
  readonly memoryFlags: number;
}

/** The bytes of embedded kernels, for a memory that is shared between threads or not. */
export async function kernelBytes({ kernels, memoryFlags }: EmbeddedKernels, shared: boolean): Promise<Uint8Array<ArrayBuffer>> {
  const compressed = Uint8Array.from(atob(kernels), (letter) => letter.charCodeAt(0));
  const stream = new Blob([compressed]).stream().pipeThrough(new DecompressionStream('deflate-raw'));
  const bytes = new Uint8Array(await new Response(stream).arrayBuffer());
  // The modules are built for shared memories; nothing else differs.
  if (!shared) bytes[memoryFlags] = OWN_WITH_MAXIMUM;
  return bytes;
}

/** Compiles embedded kernels. */
export async function loadModule(embedded: EmbeddedKernels, shared: boolean): Promise<WebAssembly.Module> {
  return WebAssembly.compile(await kernelBytes(embedded, shared));
}
