import { readObjectIdentifier } from '../src/der/oid.ts';
import { contentOf, type Element, encodingOf, members, readRoot } from '../src/der/reader.ts';
import { CONSTRUCTED, TAG } from '../src/der/tags.ts';
import { objectIdentifier, element as writeElement } from '../src/der/writer.ts';

/** The identifiers under which gost-engine knows the same mathematics (RFC 4357, RFC 7836, RFC 9215). */
const russian: ReadonlyMap<string, string> = new Map([
  ['1.2.398.3.10.1.1.1.1', '1.2.643.2.2.19'],
  ['1.2.398.3.10.1.1.1.1.1', '1.2.643.2.2.35.1'],
  ['1.2.398.3.10.1.3.1.1.0', '1.2.643.2.2.30.0'],
  ['1.2.398.3.10.1.1.2.1', '1.2.643.7.1.1.1.1'],
  ['1.2.398.3.10.1.1.2.1.1', '1.2.643.7.1.2.1.1.1'],
  ['1.2.398.3.10.1.1.2.3.1', '1.2.643.7.1.1.3.2'],
  ['1.2.398.3.10.1.3.2', '1.2.643.7.1.1.2.2'],
  ['1.2.398.3.10.1.1.2.2', '1.2.643.7.1.1.1.2'],
  ['1.2.398.3.10.1.1.2.2.1', '1.2.643.7.1.2.1.2.1'],
  ['1.2.398.3.10.1.1.2.3.2', '1.2.643.7.1.1.3.3'],
  ['1.2.398.3.10.1.3.3', '1.2.643.7.1.1.2.3'],
]);

/** The same DER with Russian identifiers, and with the signature in Russian order: s‖r, most significant byte first. */
export function withRussianOids(der: Uint8Array, signature: Uint8Array = new Uint8Array()): Uint8Array {
  const rewrite = (element: Element): Uint8Array => {
    if (element.tag === TAG.objectIdentifier) {
      const oid = readObjectIdentifier(element);
      return objectIdentifier(russian.get(oid) ?? oid);
    }
    if (element.tag & CONSTRUCTED) return writeElement(element.tag, ...members(element).map(rewrite));
    const content = contentOf(element);
    const isSignature = element.tag === TAG.octetString && Buffer.compare(content, signature) === 0;
    return isSignature ? writeElement(element.tag, content.slice().reverse()) : encodingOf(element);
  };
  return rewrite(readRoot(der));
}

/** DER as PEM. */
export function pem(label: string, der: Uint8Array): string {
  const lines = Buffer.from(der)
    .toString('base64')
    .match(/.{1,64}/g)!;
  return [`-----BEGIN ${label}-----`, ...lines, `-----END ${label}-----`, ''].join('\n');
}
