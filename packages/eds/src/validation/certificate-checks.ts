import type { PathFault, PathFaultCode } from '../path/faults.ts';
import type { ChainJudgement } from '../path/verify-chain.ts';
import type { RevocationJudgement } from '../revocation/status.ts';
import { type Outcome, passed, refused } from './checks.ts';
import type { CheckCode } from './codes.ts';

const OUT_OF_VALIDITY: readonly PathFaultCode[] = ['EXPIRED', 'NOT_YET_VALID'];

const show = ({ code, depth, message }: PathFault) => `${code} at depth ${depth}: ${message}`;

/** RFC 5280, 6: a path to a trust anchor, whatever the time; validity is the next check. */
export function certificateChain(chain: ChainJudgement | undefined): Outcome {
  if (!chain) return refused('SIGNER_CERTIFICATE_NOT_FOUND', 'there is no certificate to build a path from');
  if (!chain.path) return refused('CHAIN_NOT_FOUND', 'no path leads to an anchor of the trust list');
  const faults = chain.faults.filter(({ code }) => !OUT_OF_VALIDITY.includes(code));
  if (faults.length === 0)
    return passed('a path leads to the trust list', { anchor: chain.path.anchor.fingerprint });
  const code: CheckCode = faults.every((fault) => fault.code === 'ALGORITHM_REFUSED')
    ? 'ALGORITHM_NOT_RELIED_UPON'
    : 'CHAIN_INVALID';
  return refused(code, faults.map(show).join('; '));
}

/** Whether all certificates of the path were valid at the best proven time. */
export function certificateValidity(chain: ChainJudgement | undefined, time: Date): Outcome {
  if (!chain?.path) return refused('CHAIN_NOT_FOUND', 'there is no path whose validity could be judged');
  const early = chain.faults.find(({ code, depth }) => code === 'NOT_YET_VALID' && depth === 0);
  if (early) return refused('CERTIFICATE_NOT_YET_VALID', `at ${time.toISOString()}: ${early.message}`);
  const late = chain.faults.find(({ code }) => OUT_OF_VALIDITY.includes(code));
  if (late) return refused('CERTIFICATE_EXPIRED', `at ${time.toISOString()}: ${show(late)}`);
  return passed(`valid at ${time.toISOString()}`);
}

/** What a revocation judgement means for something that was proven to exist at `time`. */
export function revocationOutcome(judgement: RevocationJudgement, time: Date): Outcome {
  const { status, code, message, revokedAt, source, evidence } = judgement;
  const shown = {
    source,
    code,
    ...(evidence.length > 0 && { sha256: evidence.join() }),
    ...(revokedAt && { revokedAt: revokedAt.toISOString() }),
  };
  if (status === 'good') return passed(`not revoked: ${message}`, shown);
  if (status === 'unknown') {
    return refused(
      code === 'NO_EVIDENCE' ? 'REVOCATION_NO_EVIDENCE' : 'REVOCATION_UNDETERMINED',
      `${code}: ${message}`,
      shown,
    );
  }
  if (revokedAt && revokedAt > time)
    return { status: 'passed', code: 'REVOKED_AFTERWARDS', message, evidence: shown };
  return refused(status === 'on-hold' ? 'ON_HOLD' : 'REVOKED', message, shown);
}
