import { malformed } from './malformed.ts';

/** A tag; that of an end is `/name`. */
export type Tag = { readonly name: string; readonly attributes: ReadonlyMap<string, string> };

/** Reads one XML text from tag to tag; whatever is not asked for is an error (CONTAINER_MALFORMED). */
export type Scanner = {
  /** the next tag, after white space alone */
  readonly next: () => Tag;
  /** the start tag of this name: its attributes */
  readonly open: (name: string) => ReadonlyMap<string, string>;
  /** the end tag of this name; an empty-element tag has brought its own */
  readonly close: (name: string) => void;
  /** characters up to the next tag */
  readonly text: () => string;
  /** white space to the end of the text */
  readonly end: () => void;
};

const DECLARATION = /^\ufeff?<\?xml\s+version\s*=\s*["']1\.0["']([^<>?]*)\?>/;
const TAG = /<(\/?[A-Za-z_][\w.-]*)((?:\s+[A-Za-z_][\w.:-]*\s*=\s*(?:"[^"<]*"|'[^'<]*'))*)\s*(\/?)>/y;
const ATTRIBUTE = /([A-Za-z_][\w.:-]*)\s*=\s*(?:"([^"]*)"|'([^']*)')/g;
const ENTITIES: ReadonlyMap<string, string> = new Map([
  ['amp;', '&'],
  ['lt;', '<'],
  ['gt;', '>'],
  ['quot;', '"'],
  ['apos;', "'"],
]);

/** A scanner of XML without document type, comments, CDATA and processing instructions, in UTF-8. */
export function scan(xml: string): Scanner {
  let position = skipDeclaration(xml);
  let emptyElement: string | undefined;
  const text = () => {
    const end = xml.indexOf('<', position);
    const characters = xml.slice(position, end === -1 ? xml.length : end);
    position += characters.length;
    return unescaped(characters);
  };
  const blank = () => {
    if (text().trim() !== '') throw malformed('text stands in the manifest where none belongs');
  };
  const next = (): Tag => {
    if (emptyElement !== undefined) throw malformed(`<${emptyElement}/> has no content`);
    blank();
    TAG.lastIndex = position;
    const [all, name, attributes, empty] = TAG.exec(xml) ?? [];
    if (all === undefined || (name!.startsWith('/') && (attributes || empty)))
      throw malformed(`the manifest is not the XML that is read here, at character ${position}`);
    position += all.length;
    if (empty) emptyElement = name!;
    return { name: name!, attributes: readAttributes(attributes!) };
  };
  const expect = (name: string) => {
    const tag = next();
    if (tag.name !== name) throw malformed(`<${tag.name}> stands in the manifest instead of <${name}>`);
    return tag.attributes;
  };
  const close = (name: string) => {
    if (emptyElement === undefined) expect(`/${name}`);
    emptyElement = undefined;
  };
  const end = () => {
    blank();
    if (position < xml.length) throw malformed('something stands after the manifest');
  };
  return { next, open: expect, close, text, end };
}

function skipDeclaration(xml: string): number {
  const [all = '', rest = ''] = DECLARATION.exec(xml) ?? [];
  const [, encoding = 'UTF-8'] = /encoding\s*=\s*["']([^"']*)["']/.exec(rest) ?? [];
  if (encoding.toUpperCase() !== 'UTF-8') throw malformed(`the manifest is in ${encoding}, not in UTF-8`);
  return all.length;
}

function readAttributes(text: string): Map<string, string> {
  const found = new Map<string, string>();
  for (const [, name, double, single] of text.matchAll(ATTRIBUTE)) {
    if (found.has(name!)) throw malformed(`attribute ${name} comes twice`);
    found.set(name!, unescaped(double ?? single!));
  }
  return found;
}

function unescaped(text: string): string {
  return text.replace(/&([^;&\s]{0,10};?)/g, (all, name: string) => {
    const known = ENTITIES.get(name);
    if (known === undefined) throw malformed(`entity ${all} in the manifest`);
    return known;
  });
}
