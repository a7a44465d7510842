/** Text for a terminal: control and direction characters, which names in certificates may hold, become `?`. */
export const printable = (text: string): string => text.replace(/(?!\n)[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, '?');

/** Plain data as indented lines `name: value`; what is null or undefined is left out. */
export function asLines(value: object, indent = ''): string[] {
  return Object.entries(value).flatMap(([name, inner]) => linesOf(name, inner, indent));
}

function linesOf(name: string, value: unknown, indent: string): string[] {
  if (value === null || value === undefined) return [];
  if (value instanceof Date) return [`${indent}${name}: ${value.toISOString()}`];
  if (!Array.isArray(value)) {
    if (typeof value === 'object') return [`${indent}${name}:`, ...asLines(value, `${indent}  `)];
    return [`${indent}${name}: ${value}`];
  }
  if (value.every((one) => typeof one !== 'object')) return [`${indent}${name}: ${value.join(', ') || '-'}`];
  return value.flatMap((one, index) => linesOf(`${name} ${index + 1}`, one, indent));
}
