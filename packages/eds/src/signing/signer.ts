import { verifySignature } from '../algorithms/verify.ts';
import { readRoot } from '../der/reader.ts';
import { EdsError } from '../errors.ts';
import { readPkcs12 } from '../pkcs12/pkcs12.ts';
import { readAlgorithmIdentifier } from '../x509/algorithm-identifier.ts';
import { parseCertificate } from '../x509/certificate.ts';
import { importPrivateKey, type PrivateKey } from './private-key.ts';
import { naturalDigest, signatureAlgorithmOf, signData } from './sign.ts';

/** Who can sign: a key in a file or in a token, with its certificate. */
export type Signer = {
  /** The signer's certificate, DER. */
  readonly certificate: Uint8Array;
  /** Object identifier of the digest that is signed. */
  readonly digestOid: string;
  /** AlgorithmIdentifier of the signatures, DER. */
  readonly signatureAlgorithm: Uint8Array;
  /** The signature of these bytes. */
  sign(data: Uint8Array): Promise<Uint8Array>;
};

/**
 * A signer with a private key in memory: for development, since signing with ГОСТ here is not constant time.
 * Error: SIGNING_REFUSED where the certificate is not of this key.
 */
export function memorySigner(
  privateKey: PrivateKey,
  certificate: Uint8Array,
  digestOid = naturalDigest(privateKey),
): Signer {
  if (!belongTogether(privateKey, certificate)) {
    throw new EdsError('SIGNING_REFUSED', 'the certificate is not of this private key');
  }
  return {
    certificate,
    digestOid,
    signatureAlgorithm: signatureAlgorithmOf(privateKey, digestOid),
    sign: async (data) => signData(privateKey, digestOid, data),
  };
}

/**
 * The signer in a PKCS#12 container of НУЦ РК: its key, and the certificate of that key.
 * Errors: PKCS12_PASSWORD, PKCS12_MALFORMED, KEY_MALFORMED, DER_LIMIT.
 */
export function pkcs12Signer(container: Uint8Array, password: string): Signer {
  const { privateKeys, certificates } = readPkcs12(container, password);
  for (const privateKey of privateKeys.map(importPrivateKey)) {
    const certificate = certificates.find((candidate) => belongTogether(privateKey, candidate));
    if (certificate) return memorySigner(privateKey, certificate);
  }
  throw new EdsError('PKCS12_MALFORMED', 'the container holds no private key together with its certificate');
}

/** Whether the certificate is of this key: asked by a signature, since one key may be encoded in several ways. */
function belongTogether(privateKey: PrivateKey, certificate: Uint8Array): boolean {
  const { publicKey } = parseCertificate(certificate);
  const digestOid = naturalDigest(privateKey);
  const data = Buffer.from('which certificate is of this key?');
  const signatureAlgorithm = readAlgorithmIdentifier(readRoot(signatureAlgorithmOf(privateKey, digestOid)));
  const signature = signData(privateKey, digestOid, data);
  try {
    return verifySignature({ spki: publicKey.encoded, signatureAlgorithm, digestOid, data, signature });
  } catch (error) {
    if (error instanceof EdsError) return false; // a certificate of another algorithm
    throw error;
  }
}
