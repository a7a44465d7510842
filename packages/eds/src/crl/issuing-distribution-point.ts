import { type Element, enter, finish, optional } from '../der/reader.ts';
import { contextTag, primitiveContextTag, TAG } from '../der/tags.ts';
import { readBoolean, readNamedBits } from '../der/values.ts';
import { type DistributionPointName, readDistributionPointName } from '../x509/distribution-point.ts';

/** `IssuingDistributionPoint` (RFC 5280, 5.2.5): what a CRL is about. */
export type IssuingDistributionPoint = {
  readonly name: DistributionPointName | undefined;
  readonly onlyUserCertificates: boolean;
  readonly onlyCaCertificates: boolean;
  /** undefined: all reasons */
  readonly onlyReasons: ReadonlySet<number> | undefined;
  readonly indirect: boolean;
  readonly onlyAttributeCertificates: boolean;
};

export function readIssuingDistributionPoint(element: Element): IssuingDistributionPoint {
  const cursor = enter(element, TAG.sequence);
  const flag = (number: number) => {
    const found = optional(cursor, primitiveContextTag(number));
    return found !== undefined && readBoolean(found, primitiveContextTag(number));
  };
  const name = optional(cursor, contextTag(0));
  const onlyUserCertificates = flag(1);
  const onlyCaCertificates = flag(2);
  const reasons = optional(cursor, primitiveContextTag(3));
  const indirect = flag(4);
  const onlyAttributeCertificates = flag(5);
  finish(cursor);
  return {
    name: name && readDistributionPointName(name),
    onlyUserCertificates,
    onlyCaCertificates,
    onlyReasons: reasons && readNamedBits(reasons, primitiveContextTag(3)),
    indirect,
    onlyAttributeCertificates,
  };
}
