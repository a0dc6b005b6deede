import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { drawText, escapeXml, fit, widthOf } from '../../src/page/text.ts';

describe('text', () => {
  it('is escaped', () => {
    expect(escapeXml('a\ud800b')).toBe('a\ufffdb');
    expect(escapeXml(`<a & "b">'\u0000`)).toBe('&lt;a &amp; &quot;b&quot;&gt;&#39;\ufffd');
  });

  it('is shortened in its middle to what fits, never within a character', () => {
    expect(fit('recording.npy', 200)).toBe('recording.npy');
    expect(fit('a-very-long-recording.npy', 80)).toBe('a-ver…g.npy');
    expect(fit('😀'.repeat(30), 80)).toBe('😀😀…😀😀😀');
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 60 }), fc.integer({ min: 12, max: 300 }), (text, room) => {
        const shown = fit(text, room);
        expect(widthOf(shown)).toBeLessThanOrEqual(room);
        expect(shown === text || shown.includes('…')).toBe(true);
        expect(shown.isWellFormed()).toBe(true);
      }),
    );
  });

  it('is wider where its letters are', () => {
    expect(widthOf('WWWW')).toBeGreaterThan(1.5 * widthOf('aaaa'));
    expect(widthOf('漢字')).toBe(26);
    expect(widthOf('ab', 24)).toBe(2 * widthOf('ab'));
  });

  it('has its full text for who points at it, where it is shortened', () => {
    expect(drawText('x="1"', 'a & b')).toBe('<text x="1">a &amp; b</text>');
    expect(drawText('x="1"', 'a-very-long-recording.npy', 80)).toBe(
      '<text x="1"><title>a-very-long-recording.npy</title>a-ver…g.npy</text>',
    );
  });
});
