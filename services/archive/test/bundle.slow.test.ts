import { createHash, randomUUIDv7 } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { archive, documentFacts, journal } from '@edo/contracts';
import { createTrustList, parseCertificate, readTimestampToken } from '@edo/eds';
import { decodeBase64, parseKeyBinding } from '@edo/journal';
import { connectMongo } from '@edo/kit';
import type { RunningSandbox } from '@edo/sandbox';
import { edsJudge, verifyBundle } from '@edo/verifier';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { receivedDocument, tell } from './document.fixture.ts';
import { type Neighbour, OPERATOR, startPlatform, type TestPlatform } from './platform.fixture.ts';

const MAX = 10 * 1024 * 1024;
let platform: TestPlatform;
let nca: RunningSandbox;
let documents: Neighbour;
beforeAll(async () => {
  platform = await startPlatform();
  await platform.start('objects', 'objects');
  await platform.start('journal', 'journal', { STAMP_CRON: '* * * * * *' });
  nca = await platform.startSignature();
  await platform.start('jobs', 'jobs');
  documents = await platform.neighbour('documents');
}, 120_000);
afterAll(() => platform.stop());

/** Trust as a verifier has it from elsewhere. */
function trust() {
  const entries = nca.sandbox.authorities.map(({ nca: { certificate } }) => {
    const trustedFor = ['signers', 'timestamps'] as const;
    return { certificate, sha256: parseCertificate(certificate).fingerprint, trustedFor };
  });
  const judge = edsJudge(createTrustList('development', 'test', entries));
  return { judge, operators: [OPERATOR.bin], witnesses: [] };
}

describe('evidence', () => {
  it('[5.3.12] [5.3.17] leaves as a bundle that a verifier accepts who trusts only НУЦ РК and the BIN', async () => {
    const { objects, request } = await receivedDocument(platform, documents, nca);
    for (let n = 1; n < 6; n += 1) await tellOther();
    const made = await documents.ask(archive.actions.bundle, request);
    const bytes = await objects.bytes(made.object.objectId, MAX);
    expect(createHash('sha256').update(bytes).digest('hex')).toBe(made.object.sha256);
    const { checks, operator } = await verifyBundle(bytes, trust(), new Date());
    expect(operator).toEqual(OPERATOR);
    // The party's signature has no evidence of its own here: the verifier says so, and of nothing else.
    const open = checks.filter(({ status }) => status !== 'passed' && status !== 'warning');
    expect(open.map(({ check, status }) => `${check} ${status}`)).toEqual([
      'signature-is-valid indeterminate',
    ]);
    expect(checks.map(({ check }) => check)).toEqual(expect.arrayContaining(['journal-only-grew']));

    expect(await documents.ask(archive.actions.bundle, request)).toEqual(made);
  });

  it('is not made while a fact of the document is on its way to the journal', async () => {
    const { request } = await receivedDocument(platform, documents, nca);
    const early = { ...request, factIds: [...request.factIds, randomUUIDv7()] };
    await expect(documents.ask(archive.actions.bundle, early)).rejects.toMatchObject({
      code: 'JOURNAL_BEHIND',
    });
  });

  it('names the operator as the owner of the key of the journal, once for all', async () => {
    const gateway = await platform.neighbour('gateway');
    const first = await gateway.ask(journal.actions.keyStatement, {});
    expect(parseKeyBinding(decodeBase64(first.statement)!).binding.operator).toEqual(OPERATOR);
    expect(await gateway.ask(journal.actions.keyStatement, {})).toEqual(first);
  });

  it('[5.3.9] puts timestamps of НУЦ РК beside checkpoints, and records facts while НУЦ РК is down', async () => {
    const database = await connectMongo(platform.mongoUrl('archive'));
    const stamps = database.db!.collection<{ _id: number; note: string; token: { buffer: Uint8Array } }>(
      'journal_stamps',
    );
    while ((await stamps.countDocuments()) === 0) await sleep(100);
    const row = await stamps.findOne({}, { sort: { _id: -1 } });
    const { info } = readTimestampToken(new Uint8Array(row!.token.buffer));
    expect(Buffer.from(info.imprint.digest).toString('hex')).toBe(
      createHash('sha256').update(row!.note).digest('hex'),
    );

    nca.sandbox.behaviours.set('tsp', { down: '503' });
    await tellOther();
    await database.close();
  });
});

const tellOther = () => {
  const [documentId, clientId] = [randomUUIDv7(), randomUUIDv7()];
  const data = {
    documentId,
    senderClientId: clientId,
    receiverClientId: clientId,
    at: new Date().toISOString(),
  };
  return tell(documents, documentFacts.sent, documentId, 1, data);
};
