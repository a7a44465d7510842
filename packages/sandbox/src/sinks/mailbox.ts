import { randomUUID } from 'node:crypto';
import { mkdir, readdir, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import PostalMime from 'postal-mime';

/** A kept e-mail: the envelope's addresses, and what its MIME parts say. */
export type Mail = {
  id: string;
  receivedAt: string;
  from: string;
  to: string[];
  subject: string;
  text: string;
  attachments: string[];
};

/** Messages as .eml files in a folder, named by time and id. */
export class Mailbox {
  readonly #folder: string;

  constructor(folder: string) {
    this.#folder = folder;
  }

  /**
   * Keeps a message as received, with the envelope before it as a delivery agent writes it
   * (RFC 5321 section 4.4: Return-Path; Delivered-To, RFC 9228).
   */
  async keep(from: string, to: readonly string[], message: Buffer, at: Date): Promise<string> {
    await mkdir(this.#folder, { recursive: true });
    const id = `${at.toISOString().replace(/[-:.]/g, '')}-${randomUUID()}`;
    const envelope = [`Return-Path: <${from}>`, ...to.map((address) => `Delivered-To: ${address}`), ''].join(
      '\r\n',
    );
    const file = join(this.#folder, `${id}.eml`);
    await writeFile(`${file}.part`, Buffer.concat([Buffer.from(envelope), message]));
    await rename(`${file}.part`, file);
    return id;
  }

  /** The messages delivered to `to` (all when it is left out), newest first. */
  async list(to?: string): Promise<Mail[]> {
    const names = await readdir(this.#folder).catch(() => []);
    const ids = names.filter((name) => name.endsWith('.eml')).map((name) => name.slice(0, -4));
    const mails = await Promise.all(
      ids
        .sort()
        .reverse()
        .map((id) => this.#read(id)),
    );
    return to === undefined ? mails : mails.filter((mail) => mail.to.some((address) => same(address, to)));
  }

  /** The message's bytes; undefined when there is none of this id. */
  async source(id: string): Promise<Buffer | undefined> {
    if (!/^[\w-]+$/.test(id)) return undefined;
    return readFile(join(this.#folder, `${id}.eml`)).catch(() => undefined);
  }

  async #read(id: string): Promise<Mail> {
    const mail = await PostalMime.parse(await readFile(join(this.#folder, `${id}.eml`)));
    const values = (key: string) =>
      mail.headers.filter((header) => header.key === key).map(({ value }) => value);
    return {
      id,
      receivedAt: timeOf(id),
      from: values('return-path')[0]?.replace(/[<>]/g, '') ?? '',
      to: values('delivered-to'),
      subject: mail.subject ?? '',
      text: mail.text ?? mail.html ?? '',
      attachments: mail.attachments.map(({ filename, mimeType }) => filename ?? mimeType),
    };
  }
}

const same = (one: string, other: string) => one.toLowerCase() === other.toLowerCase();

/** 20261122T120000000Z-… → 2026-11-22T12:00:00.000Z */
const timeOf = (id: string) =>
  id.replace(/^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)(\d{3})Z.*$/, '$1-$2-$3T$4:$5:$6.$7Z');
