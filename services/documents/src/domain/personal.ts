import type { Document, Signature } from './document.ts';

/** What of a document may name people or tell what it is about; it is sealed at rest (5.3.15). */
export interface PersonalPart {
  readonly title: string;
  readonly number: string | null;
  readonly fileName: string;
  /** By the place of its signature. */
  readonly signers: readonly Signature['signer'][];
}

/** A document without its personal part. */
export type PlainPart = Omit<Document, 'title' | 'number' | 'content' | 'signatures'> & {
  readonly content: Omit<Document['content'], 'fileName'>;
  readonly signatures: readonly Omit<Signature, 'signer'>[];
};

export function split({ title, number, content, signatures, ...rest }: Document): {
  plain: PlainPart;
  personal: PersonalPart;
} {
  const { fileName, ...plainContent } = content;
  const plainSignatures = signatures.map(({ signer: _signer, ...signature }) => signature);
  return {
    plain: { ...rest, content: plainContent, signatures: plainSignatures },
    personal: { title, number, fileName, signers: signatures.map(({ signer }) => signer) },
  };
}

export function join(
  { content, signatures, ...rest }: PlainPart,
  { title, number, fileName, signers }: PersonalPart,
): Document {
  return {
    ...rest,
    title,
    number,
    content: { ...content, fileName },
    signatures: signatures.map((signature, i) => ({ ...signature, signer: signers[i] ?? null })),
  };
}
