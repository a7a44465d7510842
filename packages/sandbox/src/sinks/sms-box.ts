import { randomUUID } from 'node:crypto';
import { link, mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/** A short message as it is asked for: an E.164 number, its text, and the sender's id for it. */
export type Sms = { id: string; to: string; text: string };
export type KeptSms = Sms & { receivedAt: string; status: 'delivered' };

/** Messages as JSON files in a folder, one per id. */
export class SmsBox {
  readonly #folder: string;

  constructor(folder: string) {
    this.#folder = folder;
  }

  /** Keeps a message unless one of this id is there; answers with the one that is kept, and whether it is new. */
  async keep(sms: Sms, at: Date): Promise<{ kept: KeptSms; isNew: boolean }> {
    await mkdir(this.#folder, { recursive: true });
    const kept: KeptSms = { ...sms, receivedAt: at.toISOString(), status: 'delivered' };
    const draft = join(this.#folder, `${randomUUID()}.part`);
    await writeFile(draft, JSON.stringify(kept));
    try {
      await link(draft, this.#file(sms.id)); // fails where the id is there: of two at once one wins
      return { kept, isNew: true };
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
      return { kept: (await this.read(sms.id))!, isNew: false };
    } finally {
      await rm(draft);
    }
  }

  /** undefined when there is none of this id. */
  async read(id: string): Promise<KeptSms | undefined> {
    const text = await readFile(this.#file(id), 'utf8').catch(() => undefined);
    return text === undefined ? undefined : (JSON.parse(text) as KeptSms);
  }

  /** The messages to `to` (all when it is left out), newest first. */
  async list(to?: string): Promise<KeptSms[]> {
    const names = (await readdir(this.#folder).catch(() => [])).filter((name) => name.endsWith('.json'));
    const all = await Promise.all(names.map((name) => readFile(join(this.#folder, name), 'utf8')));
    const messages = all.map((text) => JSON.parse(text) as KeptSms);
    const wanted = messages.filter((message) => to === undefined || message.to === to);
    return wanted.sort((one, other) => other.receivedAt.localeCompare(one.receivedAt));
  }

  /** Ids are letters, digits, `_`, `.`, `-`; the encoding keeps `.` and `..` from being folders. */
  #file(id: string): string {
    return join(this.#folder, `sms-${encodeURIComponent(id)}.json`);
  }
}
