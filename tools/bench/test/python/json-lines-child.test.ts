import { fileURLToPath } from 'node:url';
import { afterEach, describe, expect, it } from 'vitest';
import { JsonLinesChild } from '../../src/python/json-lines-child.ts';

const FAKE = fileURLToPath(new URL('fake-child.mjs', import.meta.url));

describe('JsonLinesChild', () => {
  let child: JsonLinesChild;
  const start = (): JsonLinesChild => (child = new JsonLinesChild(process.execPath, [FAKE], { OMP_NUM_THREADS: '2' }));
  afterEach(() => child.close());

  it('gives each request its own answer, with the environment that was set', async () => {
    start();
    const answers = await Promise.all(['a', 'b', 'c'].map((word) => child.ask('echo', { word })));
    expect(answers).toMatchObject(['a', 'b', 'c'].map((echo) => ({ echo, threads: '2' })));
  });

  it('hands errors of the child on, and goes on', async () => {
    start();
    await expect(child.ask('fail')).rejects.toThrow('ValueError: no');
    await expect(child.ask('echo', { word: 'still here' })).resolves.toMatchObject({ echo: 'still here' });
  });

  it('rejects what waits when the child dies, with its last words, and whatever is asked later', async () => {
    start();
    await expect(child.ask('die')).rejects.toThrow(/ended with 3\nfake child says something/);
    await expect(child.ask('echo')).rejects.toThrow(/ended with 3/);
  });

  it('ends with a child that does not speak JSON', async () => {
    start();
    await expect(child.ask('babble')).rejects.toThrow('not an answer: Hello!');
  });

  it('rejects where there is no such command', async () => {
    child = new JsonLinesChild('no-such-command-of-rubato', []);
    await expect(child.ask('echo')).rejects.toThrow(/ENOENT/);
  });
});
