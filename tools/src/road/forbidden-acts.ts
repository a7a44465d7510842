import { type Api, ApiProblem } from './api.ts';
import type { Letter } from './letters.ts';
import type { Party } from './parties.ts';
import type { ExpectedRefusal, Refused } from './refusals.ts';
import { obtainKey, putOnHold, type SigningKey } from './signing-key.ts';
import { create, settled, sign } from './steps.ts';

/** Where a key is tried, and by whom. */
export interface Trial {
  readonly api: Api;
  readonly by: Party;
  readonly to: Party;
  readonly letter: Letter;
  readonly sandboxUrl: string;
  readonly now: () => Date;
  readonly day: string;
}

const silent = () => {};

/** Does with the key what the platform is to refuse; undefined when it does not. */
export async function tryKey(expected: ExpectedRefusal, trial: Trial): Promise<Refused | undefined> {
  const key = await obtainKey(expected.key, trial.sandboxUrl);
  const act = acts[expected.at](key, trial);
  return act.catch(refusalIn);
}

/** An act that nobody refuses gives undefined. */
const acts: Record<ExpectedRefusal['at'], (key: SigningKey, trial: Trial) => Promise<Refused | undefined>> = {
  registration: (key, trial) => register(key, trial).then(() => undefined),
  signing: (key, trial) => createAndSign(key, trial).then(() => undefined),
  receipt: sendOnHold,
};

const register = ({ certificate }: SigningKey, { api }: Trial) =>
  api.post<unknown>('/v1/certificates', { certificate });

async function createAndSign(key: SigningKey, { api, by, to, letter, now, day }: Trial) {
  const document = await create(api, letter, to, day, silent);
  return sign(api, { ...by, key }, document, now(), silent);
}

async function sendOnHold(key: SigningKey, trial: Trial): Promise<Refused | undefined> {
  await register(key, trial);
  const signed = await createAndSign(key, trial);
  await putOnHold(key, trial.sandboxUrl);
  const { refusal } = await settled(trial.api, signed);
  return refusal ? { code: refusal.code, reason: null, sentence: refusal.message } : undefined;
}

function refusalIn(error: unknown): Refused {
  if (!(error instanceof ApiProblem) || error.code === '') throw error;
  const { data, detail } = error.problem as { data?: { reason?: string }; detail?: string };
  return { code: error.code, reason: data?.reason ?? null, sentence: detail ?? '' };
}
