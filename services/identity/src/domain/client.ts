import { type ClientView, hasValidCheckDigit, type identity, type Params, Refusal } from '@edo/contracts';
import { commitTo } from '@edo/journal';
import { isBefore } from './instant.ts';

type ClientParams = Params<typeof identity.actions.addClient>;

/** A customer of the operator (1.12) as it joined; `salt` (base64) belongs to the commitment in its fact. */
export interface Client extends ClientView {
  readonly version: number;
  readonly acceptance: ClientParams['acceptance'] & { readonly addedBy: string };
  readonly salt: string;
}

/** Numbers that НУЦ РК prints on its published test keys. */
const TEST_NUMBERS: ReadonlySet<string> = new Set(['123456789011', '123456789012', '123456789021']);

/**
 * Refuses a number whose check digit is wrong (5.1.3.4, 7.3), and НУЦ РК's test numbers outside development.
 * @throws Refusal CHECK_DIGIT_WRONG naming the field
 */
export function admitNumber(number: string, field: string, testNumbers: boolean): void {
  const accepted = TEST_NUMBERS.has(number) ? testNumbers : hasValidCheckDigit(number);
  if (!accepted)
    throw new Refusal('CHECK_DIGIT_WRONG', `${field}: this is no ИИН or БИН, its check digit is wrong`, {
      issues: [{ path: field.split('.'), message: 'wrong check digit' }],
    });
}

/** A client that an administrator of the operator adds, with the proof of its acceptance (1.8). */
export function joinClient(
  { client, acceptance }: ClientParams,
  by: { clientId: string; salt: Uint8Array; operatorId: string; now: string; testNumbers: boolean },
): Client {
  const [iin, bin] = client.kind === 'legal-entity' ? [null, client.bin] : [client.iin, null];
  admitNumber(iin ?? bin ?? '', iin ? 'client.iin' : 'client.bin', by.testNumbers);
  if (isBefore(by.now, acceptance.acceptedAt))
    throw new Refusal('PARAMS_INVALID', 'acceptance.acceptedAt lies in the future', {
      issues: [{ path: ['acceptance', 'acceptedAt'], message: 'lies in the future' }],
    });
  return {
    clientId: by.clientId,
    version: 1,
    kind: client.kind,
    name: client.name,
    iin,
    bin,
    acceptance: { ...acceptance, addedBy: by.operatorId },
    joinedAt: by.now,
    salt: Buffer.from(by.salt).toString('base64'),
  };
}

/** What the fact `client.joined` commits to. */
export const clientCommitment = ({ kind, name, iin, bin, acceptance, salt }: Client): string =>
  commitTo({ kind, name, iin, bin, acceptance }, Buffer.from(salt, 'base64'));

export const clientView = ({ clientId, kind, name, iin, bin, joinedAt }: Client): ClientView => ({
  clientId,
  kind,
  name,
  iin,
  bin,
  joinedAt,
});
