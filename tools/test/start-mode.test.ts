import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseCrl } from '@edo/eds';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { clockOf, clockOffsetOf } from '../src/start/data-clock.ts';
import { modeOf } from '../src/start/mode.ts';

const MINUTE = 60_000;
let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'edo-clock-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

describe('the words after npm start', () => {
  it.each([
    [[], { once: false, dataDir: '/edo/.data', clock: undefined }],
    [['--once'], { once: true, dataDir: '/edo/.data' }],
    [['--real-keys'], { once: false, dataDir: '/edo/.data/real-keys' }],
  ])('%j', (words, expected) => {
    expect(modeOf(words, {}, '/edo')).toMatchObject(expected);
  });

  it('leave the folder to EDO_DATA_DIR', () => {
    expect(modeOf(['--real-keys'], { EDO_DATA_DIR: '/elsewhere' }, '/edo').dataDir).toBe('/elsewhere');
  });

  it('are refused by name when they are not known', () => {
    expect(() => modeOf(['--real-key'], {}, '/edo')).toThrow('--real-key is not known');
  });

  it('set the clock of real keys inside the time of the CRL that tells their status', () => {
    const file = '../../packages/sandbox/vectors/real-test-issuer/nca_gost2022_test_2026-08.crl';
    const { thisUpdate, nextUpdate } = parseCrl(readFileSync(new URL(file, import.meta.url)));
    const { startsAt, endsAt } = modeOf(['--real-keys'], {}, '/edo').clock!;
    expect(startsAt).toBe('2026-11-22T12:00:00Z');
    expect(Date.parse(startsAt)).toBeGreaterThan(thisUpdate.getTime());
    expect(Date.parse(endsAt)).toBe(nextUpdate!.getTime());
  });
});

describe('the clock of a data folder', () => {
  const wanted = modeOf(['--real-keys'], {}, '/edo').clock!;
  const beMadeByMachine = () => writeFileSync(join(folder, 'port-base'), '4000\n');

  it("is the machine's unless another is asked for", () => {
    expect(clockOffsetOf(folder, undefined)).toBe(0);
    beMadeByMachine();
    expect(clockOffsetOf(folder, undefined)).toBe(0);
    expect(Math.abs(clockOf(folder).millis() - Date.now())).toBeLessThan(MINUTE);
  });

  it('is set at the first start and runs on from there at the next', async () => {
    const offset = clockOffsetOf(folder, wanted);
    const first = clockOf(folder).millis();
    expect(first - Date.parse(wanted.startsAt)).toBeGreaterThanOrEqual(0);
    expect(first - Date.parse(wanted.startsAt)).toBeLessThan(MINUTE);
    await new Promise((resolve) => setTimeout(resolve, 5));
    expect(clockOffsetOf(folder, wanted)).toBe(offset);
    expect(clockOf(folder).millis()).toBeGreaterThan(first);
  });

  it("cannot be moved where the machine's clock has dated facts", () => {
    beMadeByMachine();
    expect(() => clockOffsetOf(folder, wanted)).toThrow(
      /was made by the machine's clock and cannot go on .*: start it without --real-keys, or use another folder/,
    );
  });

  it("cannot be the machine's where a set clock has dated facts", () => {
    clockOffsetOf(folder, wanted);
    expect(() => clockOffsetOf(folder, undefined)).toThrow(
      /first stood at 2026-11-22T12:00:00Z .*: start it with --real-keys, or use another folder/,
    );
  });

  it('is refused when its time is over', () => {
    const past = { ...wanted, endsAt: '2026-11-22T11:59:59Z' };
    expect(() => clockOffsetOf(folder, past)).toThrow(/has passed 2026-11-22T11:59:59Z/);
  });
});
