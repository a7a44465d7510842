import type { KeyFolder } from './key-folder.ts';
import { StartError } from './start-error.ts';

/** The operator of a development platform: a test identity that cannot be taken for a real company. */
export const operator = {
  name: 'Оператор (тест)',
  bin: '210140000016',
  mailFrom: 'EDO (test) <no-reply@edo.test>',
  keyName: 'operator-key',
  /** The first login of the operator's staff. */
  firstLogin: (password: string) => ({ email: 'operator@edo.test', phone: '+77000000001', password }),
} as const;

/** File of the first login of the operator's staff. */
export const firstLoginFile = (keys: KeyFolder): string =>
  keys.json('first-operator', () => operator.firstLogin(keys.password('operator')));

/**
 * The operator's НУЦ key as a PKCS#12 file, issued by the sandbox when there is none yet.
 * @throws StartError when the sandbox refuses
 */
export const obtainOperatorKey = (keys: KeyFolder, sandboxUrl: string): Promise<string> =>
  keys.obtained(`${operator.keyName}.p12`, async () => {
    const response = await fetch(`${sandboxUrl}/control/issue`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({
        profile: 'right-to-sign',
        subject: { commonName: operator.name, organization: operator.name, bin: operator.bin },
        days: 3650,
        password: keys.password(operator.keyName),
      }),
    });
    const answer = await response.text();
    if (!response.ok) throw new StartError(`the sandbox НУЦ РК issued no key for the operator: ${answer}`);
    return Buffer.from(JSON.parse(answer).p12, 'base64');
  });
