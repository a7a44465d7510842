import { generateKeyPairSync } from 'node:crypto';
import { addTimestamp, createTrustList, readSignedData } from '@edo/eds';
import { cosignNote, ed25519Signer, formatNote, parseNote } from '@edo/journal';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { edsJudge } from '../src/verify/eds-judge.ts';
import { checkNames } from '../src/verify/report.ts';
import { type Trust, verifyBundle } from '../src/verify/verify-bundle.ts';
import { type Draft, makeDraft, seal, withPart } from './draft.ts';
import { makeWorld, now, operator, sign, stamp, type World } from './world.ts';

let world: World;
let draft: Draft;
let bundle: Uint8Array;

const trustOf = ({ trust }: World): Trust => ({
  judge: edsJudge(trust),
  operators: [operator.bin],
  witnesses: [],
});
const later = (months: number) => new Date(now.getTime() + months * 30 * 86_400_000);

beforeAll(async () => {
  world = makeWorld();
  draft = await makeDraft(world);
  bundle = await seal(world, draft);
});

describe('a bundle that nobody touched', () => {
  it('[5.3.17] proves its document by every check there is', async () => {
    const { outcome, checks, documentId } = await verifyBundle(bundle, trustOf(world), now);
    expect(checks.filter(({ status }) => status === 'failed' || status === 'indeterminate')).toEqual([]);
    expect([outcome, documentId]).toEqual(['passed', draft.about.documentId]);
    const silentWhenGood = ['manifest-is-well-formed', 'nothing-is-added'];
    expect(new Set(checks.map(({ check }) => check))).toEqual(
      new Set(checkNames.filter((name) => !silentWhenGood.includes(name))),
    );
  });

  it('[5.3.17] proves it when the certificates of all signers have expired', async () => {
    const { outcome } = await verifyBundle(bundle, trustOf(world), later(18));
    expect(outcome).toBe('passed');
  });

  it("proves the operator's other signatures by the answers in that over the manifest", async () => {
    const statement = draft.parts.find(({ role }) => role === 'journal-key')!.bytes;
    const cms = await sign(world.operator, statement);
    const stamped = addTimestamp(cms, 0, stamp(world, readSignedData(cms).signers[0]!.signature));
    const sealed = await seal(world, withPart(draft, 'journal/key.cms', stamped));
    expect((await verifyBundle(sealed, trustOf(world), now)).outcome).toBe('passed');
  });

  it('is open when the timestamps themselves have expired', async () => {
    const { outcome } = await verifyBundle(bundle, trustOf(world), later(30));
    expect(outcome).toBe('indeterminate');
  });

  it('proves it although a key was revoked since', async () => {
    const fresh = makeWorld();
    const sealed = await seal(fresh, await makeDraft(fresh));
    for (const { serialNumber } of fresh.sandbox.registry.all())
      fresh.sandbox.revoke(serialNumber, 'keyCompromise');
    expect((await verifyBundle(sealed, trustOf(fresh), now)).outcome).toBe('passed');
  });
});

describe('trust comes from outside', () => {
  it('is open when nobody says who the operator is', async () => {
    const { outcome, checks } = await verifyBundle(bundle, { ...trustOf(world), operators: [] }, now);
    expect(outcome).toBe('indeterminate');
    expect(checks.filter(({ status }) => status === 'indeterminate').map(({ check }) => check)).toEqual([
      'operator-is-known',
    ]);
  });

  it('refuses the bundle of a real company that is another operator', async () => {
    const { checks } = await verifyBundle(bundle, { ...trustOf(world), operators: ['190640029224'] }, now);
    expect(checks).toContainEqual(
      expect.objectContaining({ part: 'manifest.cms', check: 'operator-is-known', status: 'failed' }),
    );
  });

  it('refuses everything under an empty trust list', async () => {
    const judge = edsJudge(createTrustList('development', 'empty', []));
    const { outcome, checks } = await verifyBundle(bundle, { ...trustOf(world), judge }, now);
    expect(outcome).toBe('failed');
    expect(checks[0]).toMatchObject({ part: 'manifest.cms', check: 'manifest-is-signed', status: 'failed' });
  });

  it('refuses a bundle of the same names under another НУЦ', async () => {
    const { outcome } = await verifyBundle(bundle, trustOf(makeWorld()), now);
    expect(outcome).toBe('failed');
  });
});

describe('witnesses of the journal', () => {
  const witness = ed25519Signer('witness.test/w1', 'cosignature', generateKeyPairSync('ed25519').privateKey);
  const cosigned = async (forge: (signature: Uint8Array) => Uint8Array) => {
    const part = draft.parts.find(({ role }) => role === 'checkpoint')!;
    const note = await cosignNote(parseNote(part.bytes), witness, now);
    const [log, line] = note.signatures;
    const bytes = formatNote({
      ...note,
      signatures: [log!, { ...line!, signature: forge(line!.signature) }],
    });
    return seal(world, withPart(draft, part.path, bytes));
  };

  it('are named with their time', async () => {
    const { outcome, checks } = await verifyBundle(
      await cosigned((same) => same),
      { ...trustOf(world), witnesses: [witness.key] },
      now,
    );
    expect(outcome).toBe('passed');
    expect(checks).toContainEqual({
      part: 'journal/checkpoint.txt',
      check: 'checkpoint-is-witnessed',
      status: 'passed',
      message: 'witness.test/w1 at 2026-11-22T12:00:00.000Z',
    });
  });

  it('make the checkpoint refused when one did not sign it', async () => {
    const forged = await cosigned((signature) => signature.map((byte, at) => (at === 20 ? byte ^ 1 : byte)));
    const { checks } = await verifyBundle(forged, { ...trustOf(world), witnesses: [witness.key] }, now);
    expect(checks).toContainEqual(
      expect.objectContaining({ part: 'journal/checkpoint.txt', status: 'failed' }),
    );
  });
});
