import { DIGEST } from '../algorithms/oids.ts';
import { malformed, readUtf8 } from './malformed.ts';
import { type Scanner, scan } from './xml-scanner.ts';

/** A file that the manifest names. */
export type DataObjectReference = {
  /** name of a file in the container, literally */
  readonly uri: string;
  /** URI of the digest algorithm, as it stands */
  readonly algorithm: string;
  /** undefined where the URI is not known here */
  readonly digestOid: string | undefined;
  readonly digest: Uint8Array;
};

/** `NCAManifest` of a signed ZIP of НУЦ РК. */
export type Manifest = {
  /** names of the signatures over this manifest */
  readonly signatures: readonly string[];
  readonly objects: readonly DataObjectReference[];
};

const MOST_BYTES = 4 * 1024 * 1024;

/** Digest algorithms by the URIs of XML signatures (W3C, RFC 6931, and Kalkan's own ones). */
const DIGEST_OF_URI: ReadonlyMap<string, string> = new Map([
  ['http://www.w3.org/2000/09/xmldsig#sha1', DIGEST.sha1],
  ['http://www.w3.org/2001/04/xmlenc#sha256', DIGEST.sha256],
  ['http://www.w3.org/2001/04/xmldsig-more#sha384', DIGEST.sha384],
  ['http://www.w3.org/2001/04/xmlenc#sha512', DIGEST.sha512],
  ['http://www.w3.org/2001/04/xmldsig-more#gost34311', DIGEST.gost34311],
  ['urn:ietf:params:xml:ns:pkigovkz:xmlsec:algorithms:gostr34112015-256', DIGEST.streebog256],
  ['urn:ietf:params:xml:ns:pkigovkz:xmlsec:algorithms:gostr34112015-512', DIGEST.streebog512],
]);

/**
 * Reads `META-INF/NCAManifest.xml`: this one shape, no document type, no entities but the five of XML, no comments.
 * Error: CONTAINER_MALFORMED.
 */
export function readManifest(bytes: Uint8Array): Manifest {
  if (bytes.length > MOST_BYTES) throw malformed('its manifest is larger than 4 MiB');
  const scanner = scan(readUtf8(bytes, 'the manifest'));
  const signatures: string[] = [];
  const objects: DataObjectReference[] = [];
  scanner.open('NCAManifest');
  for (let tag = scanner.next(); tag.name !== '/NCAManifest'; tag = scanner.next()) {
    const uri = tag.attributes.get('URI');
    if (uri === undefined) throw malformed(`<${tag.name}> in the manifest has no URI`);
    if (tag.name === 'SigReference') signatures.push(uri);
    else if (tag.name === 'DataObjectReference') objects.push({ uri, ...readDigest(scanner) });
    else throw malformed(`<${tag.name}> does not belong into the manifest`);
    scanner.close(tag.name);
  }
  scanner.end();
  if (signatures.length === 0 || objects.length === 0)
    throw malformed('the manifest names no signature or no file');
  return { signatures, objects };
}

function readDigest(scanner: Scanner): Omit<DataObjectReference, 'uri'> {
  const algorithm = scanner.open('DigestMethod').get('Algorithm') ?? '';
  scanner.close('DigestMethod');
  scanner.open('DigestValue');
  const value = scanner.text().replace(/\s+/g, '');
  scanner.close('DigestValue');
  const digest = Buffer.from(value, 'base64');
  if (digest.length === 0 || digest.toString('base64') !== value)
    throw malformed('a digest in the manifest is not base64');
  return { algorithm, digestOid: DIGEST_OF_URI.get(algorithm), digest: new Uint8Array(digest) };
}
