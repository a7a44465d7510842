import { createHash } from 'node:crypto';
import { canonicalJson } from '@edo/journal';
import { describe, expect, it } from '@jest/globals';
import { clientCommitment, clientView, joinClient } from './client.ts';
import { BIN, IIN, NOW, SALT } from './samples.fixture.ts';

const acceptance = { agreementVersion: '1', locale: 'ru', acceptedAt: NOW, evidence: 'on paper' } as const;
const by = { clientId: 'c', salt: SALT, operatorId: 'o', now: NOW, testNumbers: false };
const join = (client: Parameters<typeof joinClient>[0]['client'], more: Partial<typeof by> = {}) =>
  joinClient({ client, acceptance }, { ...by, ...more });

describe('joining', () => {
  it('[1.8] keeps who added the client and the proof of acceptance', () => {
    const client = join({ kind: 'person', name: 'P', iin: IIN });
    expect(client).toMatchObject({
      version: 1,
      iin: IIN,
      bin: null,
      acceptance: { ...acceptance, addedBy: 'o' },
    });
  });

  it.each([
    ['a person by its ИИН', { kind: 'person', name: 'P', iin: IIN }],
    ['a sole proprietor by its ИИН', { kind: 'sole-proprietor', name: 'P', iin: IIN }],
    ['a legal entity by its БИН', { kind: 'legal-entity', name: 'E', bin: BIN }],
  ] as const)('[7.3] admits %s with the right check digit', (_, data) => {
    expect(clientView(join(data))).toMatchObject({ kind: data.kind, name: data.name });
  });

  it('[5.1.3.4] refuses a number whose check digit is wrong, naming the field', () => {
    expect(() => join({ kind: 'legal-entity', name: 'E', bin: '990240000011' })).toThrow(
      expect.objectContaining({
        code: 'CHECK_DIGIT_WRONG',
        data: { issues: [{ path: ['client', 'bin'], message: 'wrong check digit' }] },
      }),
    );
  });

  it.each(['123456789011', '123456789012', '123456789021'])(
    'admits the test number %s of НУЦ РК in development alone',
    (iin) => {
      const data = { kind: 'person', name: 'P', iin } as const;
      expect(join(data, { testNumbers: true }).iin).toBe(iin);
      expect(() => join(data)).toThrow(expect.objectContaining({ code: 'CHECK_DIGIT_WRONG' }));
    },
  );

  it('refuses an acceptance that lies in the future', () => {
    const late = { ...acceptance, acceptedAt: '2026-03-16T09:00:01Z' };
    expect(() =>
      joinClient({ client: { kind: 'person', name: 'P', iin: IIN }, acceptance: late }, by),
    ).toThrow(expect.objectContaining({ code: 'PARAMS_INVALID' }));
  });

  it('commits to the data so that whoever has data and salt can compute it again', () => {
    const client = join({ kind: 'person', name: 'P', iin: IIN });
    const told = {
      kind: 'person',
      name: 'P',
      iin: IIN,
      bin: null,
      acceptance: { ...acceptance, addedBy: 'o' },
    };
    const expected = createHash('sha256').update(SALT).update(canonicalJson(told)).digest('hex');
    expect(clientCommitment(client)).toBe(expected);
  });
});
