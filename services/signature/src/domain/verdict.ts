import type { SignatureVerdict, Verdict } from '@edo/contracts';
import type { CheckCode, CheckResult, Report, SignatureReport } from '@edo/eds';
import { type Freshness, goodAtAct } from './live-act.ts';
import { type Locale, spoken } from './sentences.ts';

type Judged = Pick<SignatureVerdict, 'indication' | 'subIndication' | 'reason'>;
type Check = SignatureVerdict['checks'][number];
type Purpose = Verdict['purpose'];

/** What the platform adds to the library's report: the purpose, and which authorities did not answer. */
export interface Circumstances extends Freshness {
  readonly purpose: Purpose;
  readonly locale: Locale;
  /** By the place of the signature: why no timestamp could be had for it. */
  readonly unstamped: ReadonlyMap<number, string>;
}

/** Codes that say the same to whoever waits: НУЦ РК does not answer. */
const UNANSWERED: readonly CheckCode[] = ['REVOCATION_NO_EVIDENCE'];

/** Sub-indication of the checks that the platform adds, gravest first (EN 319 102-1, table 6). */
const ADDED: readonly (readonly [code: string, subIndication: string])[] = [
  ['CERTIFICATE_EXPIRED', 'OUT_OF_BOUNDS_NO_POE'],
  ['REVOKED', 'REVOKED_NO_POE'],
  ['ON_HOLD', 'TRY_LATER'],
  ['REVOCATION_NO_EVIDENCE', 'TRY_LATER'],
  ['AUTHORITY_UNAVAILABLE', 'TRY_LATER'],
];

/** The verdict over every signature of a report, in the platform's words. */
export const signatureVerdicts = (report: Report, circumstances: Circumstances): SignatureVerdict[] =>
  report.signatures.map((signature, index) => signatureVerdict(signature, index, circumstances));

function signatureVerdict(
  signature: SignatureReport,
  index: number,
  circumstances: Circumstances,
): SignatureVerdict {
  const added = addedChecks(signature, index, circumstances);
  const checks = [...signature.checks, ...added].map((check) => spoken(plain(check), circumstances.locale));
  return {
    ...judgementOf(signature, added),
    signer: signature.signer && signerOf(signature.signer),
    algorithm: signature.algorithm,
    signingTime: signature.signingTime,
    bestSignatureTime: signature.bestSignatureTime,
    checks,
  };
}

function addedChecks(signature: SignatureReport, index: number, circumstances: Circumstances): Check[] {
  if (signature.indication !== 'TOTAL-PASSED') return [];
  const why = circumstances.unstamped.get(index);
  return [
    ...(circumstances.purpose === 'examination' ? [] : [plain(goodAtAct(signature, circumstances))]),
    ...(why === undefined
      ? []
      : [
          {
            name: 'timestamp-authority',
            status: 'indeterminate',
            code: 'AUTHORITY_UNAVAILABLE',
            message: why,
          } as const,
        ]),
  ];
}

/** The library's verdict, or, where it is passed, what the added checks make of it. */
function judgementOf(signature: SignatureReport, added: readonly Check[]): Judged {
  const { indication, subIndication } = signature;
  if (indication !== 'TOTAL-PASSED') return { indication, subIndication, reason: deciding(signature) };
  const [code, sub] = ADDED.find(([known]) => added.some((check) => check.code === known)) ?? [];
  if (code === undefined || sub === undefined) return { indication, subIndication: null, reason: null };
  return { indication: 'INDETERMINATE', subIndication: sub, reason: reasonOf(code) };
}

/** The code of the first check that decided: failed before undecided. */
function deciding({ indication, checks }: SignatureReport): string | null {
  const status = indication === 'TOTAL-FAILED' ? 'failed' : 'indeterminate';
  const check = checks.find((one) => one.status === status);
  return check ? reasonOf(check.code) : null;
}

const reasonOf = (code: string): string =>
  UNANSWERED.some((unanswered) => unanswered === code) ? 'AUTHORITY_UNAVAILABLE' : code;

const plain = ({ name, status, code, message }: CheckResult | Check): Check => ({
  name,
  status,
  code,
  message,
});

function signerOf(signer: NonNullable<SignatureReport['signer']>): SignatureVerdict['signer'] {
  const { commonName, iin, bin, organization, roles, fingerprint, serialNumber } = signer;
  return {
    commonName: commonName ?? '',
    iin,
    bin,
    organization,
    roles: [...roles],
    fingerprint,
    serialNumber,
  };
}

/** Over several signatures the gravest counts: one that failed, else one that is refused, else one that is waited for. */
export function overall(verdicts: readonly Judged[]): Judged {
  const gravity = ({ indication, subIndication }: Judged) => {
    if (indication === 'TOTAL-FAILED') return 3;
    if (indication === 'TOTAL-PASSED') return 0;
    return subIndication === 'TRY_LATER' ? 1 : 2;
  };
  const [worst] = verdicts.toSorted((left, right) => gravity(right) - gravity(left));
  const { indication, subIndication, reason } = worst!;
  return { indication, subIndication, reason };
}

/** The verdict on bytes that are no CMS at all (EN 319 102-1: FORMAT_FAILURE). */
export const unreadable = (code: string): Judged => ({
  indication: 'TOTAL-FAILED',
  subIndication: 'FORMAT_FAILURE',
  reason: code,
});

/** An authority is waited for: nothing has been found that needs proof. */
export const isUnanswered = ({ subIndication, reason }: Judged): boolean =>
  subIndication === 'TRY_LATER' && reason === 'AUTHORITY_UNAVAILABLE';
