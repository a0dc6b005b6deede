import { describe, expect, it } from 'vitest';
import { escapeXml, shorten } from '../../src/page/text.ts';

describe('text', () => {
  it('is escaped and shortened', () => {
    expect(escapeXml('a\ud800b')).toBe('a\ufffdb');
    expect(escapeXml(`<a & "b">'\u0000`)).toBe('&lt;a &amp; &quot;b&quot;&gt;&#39;\ufffd');
    expect(shorten('recording.npy', 20)).toBe('recording.npy');
    expect(shorten('a-very-long-recording.npy', 11)).toBe('a-ver…g.npy');
    expect(shorten('a-very-long-recording.npy', 11).length).toBe(11);
  });
});
