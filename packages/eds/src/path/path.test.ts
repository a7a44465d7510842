import { describe, expect, it } from '@jest/globals';
import {
  authorityExtensions,
  commonName,
  createAuthority,
  extension,
  type Identity,
  issue,
  newKey,
  personExtensions,
} from '../../test/authority.ts';
import { certificateOf } from '../../test/samples.ts';
import { context, contextPrimitive, objectIdentifier, sequence } from '../der/writer.ts';
import { parseCertificate } from '../x509/certificate.ts';
import { EXTENSION } from '../x509/oids.ts';
import { type ChainInputs, verifyChain } from './verify-chain.ts';

const at = new Date('2026-11-22T12:00:00Z');
const read = ({ certificate }: Identity) => parseCertificate(certificate);
const root = createAuthority();
const between = issue({ extensions: authorityExtensions(0), name: commonName('TEST BETWEEN') }, root);
const leaf = issue({ extensions: personExtensions }, between);

const verify = (end: Identity, change: Partial<ChainInputs> = {}) =>
  verifyChain(read(end), { anchors: [read(root)], intermediates: [read(between)], at, ...change });
const codes = (end: Identity, change?: Partial<ChainInputs>) =>
  verify(end, change).faults.map(({ code }) => code);

describe('certification paths', () => {
  it('lead from the leaf over what is given to the anchor', () => {
    const { valid, path } = verify(leaf);
    expect(valid).toBe(true);
    expect(path?.certificates.map(({ fingerprint }) => fingerprint)).toEqual(
      [leaf, between].map((one) => read(one).fingerprint),
    );
  });

  it.each([
    ['nothing between', leaf, { intermediates: [] }, 'NO_PATH'],
    ['no anchor', leaf, { anchors: [] }, 'NO_PATH'],
    ['a time before', leaf, { at: new Date('2025-01-01T00:00:00Z') }, 'NOT_YET_VALID'],
    ['a time after', leaf, { at: new Date('2030-01-01T00:00:00Z') }, 'EXPIRED'],
  ] satisfies [string, Identity, Partial<ChainInputs>, string][])(
    'with %s are refused: %#',
    (_, end, change, code) => {
      expect(codes(end, change)).toContain(code);
    },
  );

  it('through a person is refused: a leaf is no CA', () => {
    const child = issue({ extensions: personExtensions }, leaf);
    expect(codes(child, { intermediates: [read(between), read(leaf)] })).toEqual(
      expect.arrayContaining(['NOT_A_CA', 'KEY_USAGE_FORBIDS']),
    );
  });

  it('through one CA more than pathLenConstraint allows is refused', () => {
    const deeper = issue({ extensions: authorityExtensions(), name: commonName('TEST DEEPER') }, between);
    const child = issue({ extensions: personExtensions }, deeper);
    expect(codes(child, { intermediates: [read(between), read(deeper)] })).toContain('PATH_TOO_LONG');
  });

  it('with an unknown critical extension are refused', () => {
    const odd = issue(
      { extensions: [...personExtensions, extension('1.2.3.4', objectIdentifier('1.2.3'), true)] },
      between,
    );
    expect(codes(odd)).toEqual(['CRITICAL_EXTENSION_UNKNOWN']);
  });

  it('are found among several anchors of one name by key, not by name', () => {
    const twin = createAuthority();
    expect(verify(leaf, { anchors: [read(twin), read(root)] }).path?.anchor.fingerprint).toBe(
      read(root).fingerprint,
    );
    expect(codes(leaf, { anchors: [read(twin)] })).toContain('SIGNATURE_INVALID');
  });

  it('of НУЦ РК: the issuing authority under its root', () => {
    const inputs = { anchors: [certificateOf('ca/prod/root_gost_2022.pem')], at };
    expect(verifyChain(certificateOf('ca/prod/nca_gost_2022.pem'), inputs).valid).toBe(true);
    expect(verifyChain(certificateOf('ca/test/nca_gost2022_test.cer'), inputs).valid).toBe(false);
  });

  it('outside an address range that the CA is limited to are refused', () => {
    const limit = extension(
      EXTENSION.nameConstraints,
      sequence(context(0, sequence(contextPrimitive(7, Uint8Array.of(10, 0, 0, 0, 255, 0, 0, 0))))),
      true,
    );
    const limited = issue(
      { extensions: [...authorityExtensions(), limit], name: commonName('TEST LIMITED') },
      root,
    );
    const host = (...octets: number[]) =>
      issue(
        {
          extensions: [
            extension(EXTENSION.subjectAltName, sequence(contextPrimitive(7, Uint8Array.of(...octets)))),
          ],
        },
        limited,
      );
    expect(codes(host(10, 1, 2, 3), { intermediates: [read(limited)] })).toEqual([]);
    expect(codes(host(11, 1, 2, 3), { intermediates: [read(limited)] })).toEqual(['NAME_NOT_PERMITTED']);
  });

  it('are searched for in bounded time among many cross-certificates of one name', () => {
    const key = newKey();
    const name = commonName('TEST MAZE');
    const stranger = createAuthority('TEST STRANGER');
    const maze = Array.from({ length: 60 }, () =>
      read(
        issue(
          { key, name, extensions: authorityExtensions() },
          { key, certificate: issue({ key, name }).certificate },
        ),
      ),
    );
    const lost = issue(
      { extensions: personExtensions },
      { key, certificate: issue({ key, name }).certificate },
    );
    const before = process.cpuUsage();
    expect(codes(lost, { anchors: [read(stranger)], intermediates: maze })).toEqual(['NO_PATH']);
    expect(process.cpuUsage(before).user / 1000).toBeLessThan(1000);
  });
});
