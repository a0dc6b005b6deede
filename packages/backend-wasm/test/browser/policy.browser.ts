import { describe, expect, it } from 'vitest';
import * as embedded from '../../src/generated/kernels.ts';
import { kernelBytes } from '../../src/module/load-module.ts';

/** A page with a content security policy, as a frame; answers what its script reports. */
async function inFrame(policy: string, bytes: Uint8Array): Promise<string> {
  const script = `
    addEventListener('message', async ({ data }) => {
      const answer = await WebAssembly.compile(data).then(() => 'compiled', (error) => 'refused: ' + error.message);
      parent.postMessage(answer, '*');
    });
    parent.postMessage('ready', '*');`;
  const frame = document.createElement('iframe');
  frame.srcdoc = `<meta http-equiv="Content-Security-Policy" content="script-src 'unsafe-inline' ${policy}"><script>${script}</script>`;
  const next = (): Promise<string> =>
    new Promise((resolve) => {
      addEventListener('message', ({ data, source }) => source === frame.contentWindow && resolve(data as string), { once: true });
    });
  const ready = next();
  document.body.append(frame);
  expect(await ready).toBe('ready');
  const answer = next();
  frame.contentWindow!.postMessage(bytes, '*');
  const result = await answer;
  frame.remove();
  return result;
}

describe('a content security policy', () => {
  it("needs no more than 'wasm-unsafe-eval' for the kernels", async () => {
    const bytes = await kernelBytes(embedded, false);
    expect(await inFrame("'wasm-unsafe-eval'", bytes)).toBe('compiled');
    expect(await inFrame('', bytes)).toContain('refused');
  });
});
