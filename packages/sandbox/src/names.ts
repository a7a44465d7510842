import { ATTRIBUTE, der } from '@edo/eds/structures';

/** Who a certificate is for, in the words of НУЦ РК's names; test identities only. */
export interface Subject {
  /** «ФАМИЛИЯ ИМЯ», or the name of an information system or authority. */
  readonly commonName: string;
  readonly surname?: string;
  /** отчество: НУЦ РК writes it into givenName. */
  readonly patronymic?: string;
  /** 12 digits. */
  readonly iin?: string;
  readonly organization?: string;
  /** 12 digits. */
  readonly bin?: string;
  readonly locality?: string;
  readonly state?: string;
  readonly email?: string;
}

type Attribute = readonly [oid: string, value: Uint8Array | undefined];

const attribute = ([oid, value]: Attribute): Uint8Array[] =>
  value ? [der.set(der.sequence(der.objectIdentifier(oid), value))] : [];
const text = (value: string | undefined) => (value === undefined ? undefined : der.utf8String(value));

/** Name (RFC 5280, 4.1.2.4) with the attributes of НУЦ РК in the order of its 2022 profile; C and SERIALNUMBER are PrintableString. */
export function nameOf(subject: Subject): Uint8Array {
  const attributes: Attribute[] = [
    [ATTRIBUTE.commonName, text(subject.commonName)],
    [ATTRIBUTE.surname, text(subject.surname)],
    [ATTRIBUTE.serialNumber, subject.iin ? der.printableString(`IIN${subject.iin}`) : undefined],
    [ATTRIBUTE.country, der.printableString('KZ')],
    [ATTRIBUTE.locality, text(subject.locality)],
    [ATTRIBUTE.state, text(subject.state)],
    [ATTRIBUTE.organization, text(subject.organization)],
    [ATTRIBUTE.organizationalUnit, text(subject.bin && `BIN${subject.bin}`)],
    [ATTRIBUTE.givenName, text(subject.patronymic)],
    [ATTRIBUTE.email, subject.email ? der.ia5String(subject.email) : undefined],
  ];
  return der.sequence(...attributes.flatMap(attribute));
}
