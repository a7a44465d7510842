import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { run } from '../src/cli/run.ts';

const folder = join(import.meta.dirname, '../golden');
const { operator, at } = JSON.parse(readFileSync(join(folder, 'golden.json'), 'utf8')) as {
  operator: string;
  at: Record<string, string>;
};

const bundles = Object.keys(at).flatMap((made) =>
  readdirSync(join(folder, made))
    .filter((name) => name.endsWith('.edo.zip'))
    .map((name) => [made, name] as const),
);

describe('a bundle that the platform made once', () => {
  it('is there of every kind', () => {
    expect(bundles.length).toBeGreaterThanOrEqual(4);
  });

  it.each(bundles)('[5.3.12] [5.3.17] is still accepted: %s/%s', async (made, name) => {
    const words = [
      '--trust',
      join(folder, made, 'trust'),
      '--development',
      '--operator',
      operator,
      '--at',
      at[made]!,
    ];
    const ending = await run([join(folder, made, name), ...words], {
      now: new Date(at[made]!),
      trust: folder,
    });
    expect(ending).toMatchObject({ exitCode: 0, error: '' });
  });

  it.each(bundles)('proves nothing to who knows another operator: %s/%s', async (made, name) => {
    const words = [
      '--trust',
      join(folder, made, 'trust'),
      '--development',
      '--operator',
      '940140000385',
      '--at',
      at[made]!,
    ];
    expect(
      await run([join(folder, made, name), ...words], { now: new Date(at[made]!), trust: folder }),
    ).not.toMatchObject({ exitCode: 0 });
  });
});
