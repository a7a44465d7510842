import { describe, expect, it } from '@jest/globals';
import { validate } from '../src/validation/validate.ts';
import { vector } from './samples.ts';
import { everyAuthority } from './trust.ts';

type Expected = { indication: string; subIndication?: string; why: string };
type Case = { file: string; content?: string; at: string; revocation: string; signatures: Expected[] };

const { cases } = JSON.parse(Buffer.from(vector('cms/expected.json')).toString()) as { cases: Case[] };

const title = ({ file, at, revocation }: Case) => `${file} at ${at}, revocation: ${revocation}`;

describe('samples of НУЦ РК are judged as expected.json says', () => {
  it.each(cases.map((one) => [title(one), one] as const))('%s', async (_, one) => {
    const report = await validate({
      cms: vector(`cms/${one.file}`),
      ...(one.content && { content: vector(`cms/${one.content}`) }),
      at: new Date(one.at),
      trust: everyAuthority,
      ...(one.revocation === 'none'
        ? { options: { revocation: 'none' } }
        : { revocation: { crls: [vector(one.revocation)] } }),
    });
    const verdicts = report.signatures.map(({ indication, subIndication }) => ({
      indication,
      subIndication,
    }));
    expect(verdicts).toEqual(
      one.signatures.map(({ indication, subIndication = null }) => ({ indication, subIndication })),
    );
  });
});
