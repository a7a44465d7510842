import { join } from 'node:path';
import type { DocumentView } from '@edo/contracts';
import { digest, type Signer, signDetached } from '@edo/eds';
import { type Api, apiAt } from '../tools/src/road/api.ts';
import { seedParties, signIn } from '../tools/src/road/parties.ts';
import { pdfOf } from '../tools/src/road/pdf.ts';
import { sandboxPlans } from '../tools/src/road/plans.ts';
import { postBoxAt } from '../tools/src/road/post-box.ts';
import { signerOf } from '../tools/src/road/signing-key.ts';
import type { KillablePlatform } from './platform.ts';

/** One PDF for all: a comment behind its end makes each of them another document. */
const page = await pdfOf('Load', ['A letter among many.'], new Date(0));
const PATIENT = { retries: 240 };

/** Documents that go on their way all the time, a fixed number of them at once; every acknowledged one is remembered. */
export interface Load {
  /** Ids of the documents whose send was acknowledged, and of those that were seen received. */
  readonly acknowledged: Set<string>;
  readonly received: Set<string>;
  readonly failures: string[];
  /** Ends the load when each document on its way has arrived. */
  finish(): Promise<void>;
}

interface Sender {
  readonly api: Api;
  readonly signer: Signer;
  readonly receiverClientId: string;
}

export async function signInSender(platform: KillablePlatform): Promise<Sender> {
  const { gatewayUrl, mailUrl, smsUrl, sandboxUrl, folder, operatorLogin } = platform;
  const api = apiAt(gatewayUrl, PATIENT);
  const postBox = postBoxAt(mailUrl, smsUrl);
  const operator = await signIn(api, postBox, operatorLogin);
  const parties = await seedParties(
    {
      plans: sandboxPlans(),
      api,
      operator,
      postBox,
      sandboxUrl,
      now: () => new Date().toISOString(),
      file: join(folder, 'parties.json'),
    },
    () => undefined,
  );
  return {
    api: await signIn(api, postBox, parties.person),
    signer: signerOf(parties.person.key),
    receiverClientId: parties.seller.clientId,
  };
}

export function startLoad(sender: Sender, inFlight: number): Load {
  const acknowledged = new Set<string>();
  const received = new Set<string>();
  const failures: string[] = [];
  let count = 0;
  let ending = false;
  const work = async () => {
    while (!ending) {
      await carryOne(sender, `Load ${++count}`, { acknowledged, received }).catch((error: Error) =>
        failures.push(error.message),
      );
    }
  };
  const workers = Array.from({ length: inFlight }, work);
  return {
    acknowledged,
    received,
    failures,
    async finish() {
      ending = true;
      await Promise.all(workers);
    },
  };
}

interface Seen {
  readonly acknowledged: Set<string>;
  readonly received: Set<string>;
}

/** One document of a person, from upload to receipt. */
export async function carryOne(
  { api, signer, receiverClientId }: Sender,
  title: string,
  seen?: Seen,
): Promise<DocumentView> {
  const content = Buffer.concat([page, Buffer.from(`\n% ${title}\n`)]);
  const { objectId: contentObjectId } = await api.upload(content, 'application/pdf');
  const date = new Date().toISOString().slice(0, 10);
  const { documentId } = await api.post<DocumentView>('/v1/documents', {
    kind: 'official-letter',
    title,
    date,
    receiverClientId,
    contentObjectId,
    fileName: 'letter.pdf',
  });
  const cms = await signDetached(digest(signer.digestOid, content), signer, { signingTime: new Date() });
  const { objectId: cmsObjectId } = await api.upload(cms, 'application/pkcs7-signature');
  await api.post(`/v1/documents/${documentId}/signatures`, { cmsObjectId });
  await api.post(`/v1/documents/${documentId}/send`, {});
  seen?.acknowledged.add(documentId);
  const received = await arrival(api, documentId);
  seen?.received.add(documentId);
  return received;
}

async function arrival(api: Api, documentId: string): Promise<DocumentView> {
  for (;;) {
    const document = await api.get<DocumentView>(`/v1/documents/${documentId}`);
    if (document.status === 'received') return document;
    if (document.status === 'refused')
      throw new Error(`document ${documentId} was refused: ${document.refusal?.code}`);
    await new Promise((resolve) => setTimeout(resolve, 1000));
  }
}
