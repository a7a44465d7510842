import { describe, expect, it } from '@jest/globals';
import { SENTENCES } from './sentences.ts';

describe('sentences', () => {
  it.each(Object.entries(SENTENCES))(
    '%s: every code has one sentence of its own that ends in a full stop',
    (_, sentences) => {
      const texts = Object.values(sentences);
      expect(new Set(texts).size).toBe(texts.length);
      for (const text of texts) expect(text).toMatch(/^\p{Lu}.*[^.]\.$/u);
    },
  );

  it('Kazakh and Russian are two languages, and neither is English', () => {
    const { kk, ru } = SENTENCES;
    expect(Object.values(kk).filter((text) => Object.values(ru).includes(text))).toEqual([]);
    expect(Object.values({ ...kk, ...ru }).every((text) => /\p{Script=Cyrillic}/u.test(text))).toBe(true);
  });
});
