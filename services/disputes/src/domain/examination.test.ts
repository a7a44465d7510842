import type { DocumentView } from '@edo/contracts';
import { expect, it } from '@jest/globals';
import { awaitsAuthority, examine, type Gathered } from './examination.ts';

const SHA = 'a'.repeat(64);
const document = {
  senderClientId: 's',
  content: { sha256: SHA },
  signatures: [{ signatureId: 'one', cms: { sha256: 'b'.repeat(64) } }],
  registration: { outgoingNumber: 'OUT-2026-000001', journalIndex: 7 },
  receipt: { at: '2026-11-23T09:00:00.000Z' },
} as unknown as DocumentView;
const intact: Gathered = {
  document,
  contentSha256: SHA,
  registered: { contentSha256: SHA },
  journalHolds: true,
  signatures: [
    {
      signatureId: 'one',
      role: 'sender',
      cmsSha256: 'b'.repeat(64),
      verdict: { indication: 'TOTAL-PASSED' } as Gathered['signatures'][number]['verdict'],
    },
  ],
};
const failing = (gathered: Gathered) =>
  examine('9.2.4', gathered)
    .findings.filter(({ holds }) => !holds)
    .map(({ name }) => name);

it('[9.2.4] an intact document holds in every finding, and the question of distortion is answered first', () => {
  const { holds, findings } = examine('9.2.4', intact);
  expect(holds).toBe(true);
  expect(findings.slice(0, 2).map(({ name }) => name)).toEqual([
    'contentIsUnchanged',
    'signaturesAreUnchanged',
  ]);
});

it.each<[string, Gathered, string[]]>([
  [
    '[9.2.4] content that changed in store',
    { ...intact, contentSha256: 'c'.repeat(64) },
    ['contentIsUnchanged'],
  ],
  [
    '[9.2.4] content that differs from the journal',
    { ...intact, registered: { contentSha256: 'c'.repeat(64) } },
    ['contentIsUnchanged'],
  ],
  [
    '[9.2.4] a signature that changed in store',
    { ...intact, signatures: [{ ...intact.signatures[0]!, cmsSha256: 'c'.repeat(64) }] },
    ['signaturesAreUnchanged'],
  ],
  [
    '[9.2.1] a signature that is not valid',
    {
      ...intact,
      signatures: [
        {
          ...intact.signatures[0]!,
          verdict: { indication: 'TOTAL-FAILED' } as Gathered['signatures'][number]['verdict'],
        },
      ],
    },
    ['signaturesAreAuthentic', 'senderSigned'],
  ],
  [
    '[9.2.5] a registration that the journal does not prove',
    { ...intact, journalHolds: false },
    ['registrationIsInTheJournal'],
  ],
  ['[9.2.5] a missing receipt', { ...intact, document: { ...document, receipt: null } }, ['receiptWasGiven']],
])('%s is named', (_, gathered, names) => expect(failing(gathered)).toEqual(names));

it.each([
  ['does not answer', 'REVOCATION_NO_EVIDENCE', true],
  ['says that the certificate is on hold', 'ON_HOLD', false],
])('concludes nothing while an authority %s: %s', (_, reason, awaits) => {
  const verdict = {
    indication: 'INDETERMINATE',
    subIndication: 'TRY_LATER',
    reason,
  } as Gathered['signatures'][number]['verdict'];
  expect(awaitsAuthority({ ...intact, signatures: [{ ...intact.signatures[0]!, verdict }] })).toBe(awaits);
});
