import type { OperationCounts } from './instrument.ts';
import { COUNTED, counterName, instrument } from './instrument.ts';

/**
 * Makes every module that is compiled from now on in this process count what it runs. A backend's package need not help: it is
 * imported after this.
 */
export class CountingWebAssembly {
  /** Bytes of each module as its package brought it. */
  readonly moduleBytes: number[] = [];
  private readonly counters: Record<string, WebAssembly.Global>[] = [];
  private readonly originals = {
    Module: WebAssembly.Module,
    Instance: WebAssembly.Instance,
    compile: WebAssembly.compile,
    instantiate: WebAssembly.instantiate,
  };

  constructor() {
    const { Module, Instance, compile, instantiate } = this.originals;
    const counting = (source: BufferSource): Uint8Array<ArrayBuffer> => {
      const bytes = ArrayBuffer.isView(source)
        ? new Uint8Array(source.buffer, source.byteOffset, source.byteLength)
        : new Uint8Array(source);
      this.moduleBytes.push(bytes.length);
      return instrument(bytes);
    };
    const remember = (instance: WebAssembly.Instance): WebAssembly.Instance => {
      const counters = Object.fromEntries(COUNTED.map((kind) => [kind, instance.exports[counterName(kind)] as WebAssembly.Global]));
      if (counters[COUNTED[0]] !== undefined) this.counters.push(counters);
      return instance;
    };
    WebAssembly.Module = new Proxy(Module, {
      construct(target, [source, ...rest]: [BufferSource, ...unknown[]]): object {
        return Reflect.construct(target as new (...parameters: unknown[]) => object, [counting(source), ...rest]);
      },
    });
    WebAssembly.Instance = new Proxy(Instance, {
      construct: (target, parameters) => remember(Reflect.construct(target, parameters) as WebAssembly.Instance),
    });
    WebAssembly.compile = (source, ...rest) => compile(counting(source), ...rest);
    const instantiateCounting = async (source: BufferSource | WebAssembly.Module, ...rest: unknown[]): Promise<unknown> => {
      if (source instanceof Module) return remember(await instantiate(source, ...(rest as [])));
      const found = await instantiate(counting(source), ...(rest as []));
      remember(found.instance);
      return found;
    };
    WebAssembly.instantiate = instantiateCounting as typeof instantiate;
  }

  /** Modules count no more from here on. */
  restore(): void {
    Object.assign(WebAssembly, this.originals);
  }

  /** Instructions that all modules ran since the last call. */
  take(): OperationCounts {
    return Object.fromEntries(
      COUNTED.map((kind) => {
        let sum = 0;
        for (const counters of this.counters) {
          sum += Number(counters[kind].value);
          counters[kind].value = 0n;
        }
        return [kind, sum];
      }),
    ) as OperationCounts;
  }
}
