import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Api, apiAt } from './api.ts';
import type { Cast } from './cast.ts';
import { tryKey } from './forbidden-acts.ts';
import { contractOf, type Letter, letterOf } from './letters.ts';
import { type Parties, seedParties, signIn } from './parties.ts';
import type { PartyName } from './plans.ts';
import { type PostBox, postBoxAt } from './post-box.ts';
import { asExpected, type ExpectedRefusal } from './refusals.ts';
import { bundle, create, dispute, mails, readInArchive, send, sign } from './steps.ts';
import { type OutsideTrust, verifyOffline } from './verify-offline.ts';

/** Where the platform answers, and where the road keeps what it remembers and makes. */
export interface Place {
  readonly gatewayUrl: string;
  readonly mailUrl: string;
  readonly smsUrl: string;
  readonly sandboxUrl: string;
  /** JSON `{email, phone, password}` of the operator's first login. */
  readonly operatorFile: string;
  /** What the offline verifier believes. */
  readonly trust: OutsideTrust;
  readonly verifier: string;
  readonly folder: string;
  readonly cast: Cast;
  /** The platform's clock. */
  readonly now: () => Date;
}

const astanaDay = (at: Date) => new Intl.DateTimeFormat('en-CA', { timeZone: 'Asia/Almaty' }).format(at);

type Say = (line: string) => void;
type Sessions = Record<PartyName, Api>;

/** Everything that carrying one document needs. */
interface Walk {
  readonly place: Place;
  readonly postBox: PostBox;
  readonly parties: Parties;
  readonly sessions: Sessions;
  readonly say: Say;
}

/**
 * Carries a contract between two companies and a letter of a person from creation to proof, and tries the keys that must be
 * refused; throws at the first step that fails.
 */
export async function takeTheRoad(place: Place, say: Say): Promise<{ bundles: string[] }> {
  mkdirSync(place.folder, { recursive: true, mode: 0o700 });
  const walk = { place, say, ...(await meetParties(place, say)) };
  const at = place.now();
  const number = at.toISOString().replace(/\D/g, '').slice(2, 14);
  const bundles: string[] = [];
  const letters = [
    await contractOf(number, at, place.cast.plans),
    await letterOf(number, at, 'person', 'seller'),
  ];
  for (const letter of letters) bundles.push(await carry(letter, walk));
  for (const [i, expected] of place.cast.refusals.entries())
    await beRefused(expected, `${number}-${i + 1}`, walk);
  return { bundles };
}

/** Seeds the parties where they are not there yet, and signs each of them in. */
async function meetParties(place: Place, say: Say): Promise<Pick<Walk, 'postBox' | 'parties' | 'sessions'>> {
  const { sandboxUrl } = place;
  const { plans } = place.cast;
  const api = apiAt(place.gatewayUrl);
  const postBox = postBoxAt(place.mailUrl, place.smsUrl);
  const operator = await signIn(api, postBox, JSON.parse(readFileSync(place.operatorFile, 'utf8')));
  const now = () => place.now().toISOString();
  const file = join(place.folder, 'parties.json');
  const parties = await seedParties({ plans, api, operator, postBox, sandboxUrl, now, file }, say);
  const sessions = {
    seller: await signIn(api, postBox, parties.seller),
    buyer: await signIn(api, postBox, parties.buyer),
    person: await signIn(api, postBox, parties.person),
  };
  return { postBox, parties, sessions };
}

async function carry(letter: Letter, { place, postBox, parties, sessions, say }: Walk): Promise<string> {
  const [from, to] = [parties[letter.from], parties[letter.to]];
  const [sender, receiver] = [sessions[letter.from], sessions[letter.to]];
  say(`— ${letter.title}: ${from.label} → ${to.label}`);
  const created = await create(sender, letter, to, astanaDay(place.now()), say);
  await sign(sender, from, created, place.now(), say);
  const received = await send(sender, created, say);
  await mails(postBox, from, to, received, say);
  const seen = await readInArchive(receiver, received, letter, say);
  await sign(receiver, to, seen, place.now(), say);
  const file = join(place.folder, letter.fileName.replace('.pdf', '.edo.zip'));
  writeFileSync(file, await bundle(receiver, received, say));
  say(`offline    ${await verifyOffline(place.verifier, file, place.trust, place.now().toISOString())}`);
  await dispute(receiver, received, astanaDay(place.now()), say);
  return file;
}

/** One key that must be refused is tried, with a letter of its own. */
async function beRefused(
  expected: ExpectedRefusal,
  number: string,
  { place, parties, sessions, say }: Walk,
): Promise<void> {
  const { party } = expected;
  const to = party === 'seller' ? 'buyer' : 'seller';
  const { sandboxUrl, now } = place;
  const letter = await letterOf(number, now(), party, to);
  const day = astanaDay(now());
  const trial = { api: sessions[party], by: parties[party], to: parties[to], letter, sandboxUrl, now, day };
  say(asExpected(expected, await tryKey(expected, trial)));
}
