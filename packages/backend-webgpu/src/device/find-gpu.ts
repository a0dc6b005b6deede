/** Where a device can come from; a test puts its own in place of the machine's. */
export interface Surroundings {
  /** The page's or worker's own WebGPU. */
  readonly gpu: GPU | undefined;
  /** Whether a page may have WebGPU at all: browsers keep it from pages that are not served securely. */
  readonly secure: boolean;
  /** Loads the package `webgpu`; absent outside Node. */
  readonly importPackage: (() => Promise<unknown>) | undefined;
}

/** The optional package that brings WebGPU to Node. A variable, so that bundlers leave the import alone. */
const PACKAGE: string = 'webgpu';

/** What this machine has. */
export function surroundings(): Surroundings {
  const scope = globalThis as {
    navigator?: { gpu?: GPU };
    isSecureContext?: boolean;
    process?: { versions?: { node?: string } };
  };
  return {
    gpu: scope.navigator?.gpu,
    secure: scope.isSecureContext !== false,
    importPackage:
      scope.process?.versions?.node === undefined ? undefined : () => import(/* @vite-ignore */ /* webpackIgnore: true */ PACKAGE),
  };
}

type Create = (flags: readonly string[]) => GPU;

/** Instances of Dawn, one for each copy of the package, made once and kept: devices die with them. */
const instances = new Map<Create, GPU>();

/** WebGPU's entry point, or the reason why there is none. */
export async function findGpu(place: Surroundings): Promise<GPU | string> {
  if (place.gpu !== undefined) return place.gpu;
  if (place.importPackage === undefined) {
    return place.secure
      ? 'this page has no WebGPU (navigator.gpu): the browser does not have it, or has it turned off'
      : 'this page has no WebGPU (navigator.gpu): browsers offer it to pages served by https or from localhost only';
  }
  let loaded: unknown;
  try {
    loaded = await place.importPackage();
  } catch (error) {
    if (isMissing(error)) return `Node has no WebGPU of its own; install the optional package ${PACKAGE} (npm install ${PACKAGE})`;
    return `the package ${PACKAGE} could not be loaded: ${messageOf(error)}`;
  }
  const { create } = loaded as { create?: Create };
  if (typeof create !== 'function') return `the package ${PACKAGE} has no function create; a version of 0.3.0 or later has`;
  try {
    const instance = instances.get(create) ?? create([]);
    instances.set(create, instance);
    return instance;
  } catch (error) {
    return `the package ${PACKAGE} could not start: ${messageOf(error)}`;
  }
}

export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

/** Whether the package itself is not there, in the words of Node or of a tool that resolves modules in its place. */
function isMissing(error: unknown): boolean {
  const code = (error as { code?: unknown } | null)?.code;
  return (code === 'ERR_MODULE_NOT_FOUND' || code === 'MODULE_NOT_FOUND') && messageOf(error).includes(`'${PACKAGE}'`);
}
