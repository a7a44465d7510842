import { hkdfSync, type KeyObject } from 'node:crypto';
import { Refusal } from '@edo/contracts';
import { canonicalJson } from '@edo/journal';
import { type Connection, Schema } from 'mongoose';
import { isDuplicateKey } from './mongo.ts';
import { type PersonalData, personalDataWith } from './personal-data.ts';

/** A command sent again within this time gets the first answer. */
const KEEP_SECONDS = 30 * 24 * 3600;

/** One command of one actor: `id` is the caller's Idempotency-Key. */
export interface Command {
  readonly id: string;
  readonly actor: string;
  readonly action: string;
  readonly params: unknown;
}

/** Remembers answers of commands, so that a command repeated after a lost answer has no second effect. */
export interface Commands {
  /** The answer given before to this very command, or undefined. Refuses COMMAND_REUSED when its body differs. */
  answered(command: Command): Promise<{ answer: unknown } | undefined>;
  /** Keeps the answer inside the surrounding transaction; a twin that ran at the same time loses here, with its writes. */
  remember(command: Command, answer: unknown): Promise<void>;
}

interface Row {
  readonly _id: string;
  readonly bodyHash: string;
  /** Sealed. */
  readonly answer: string;
  readonly at: Date;
}

export class CommandTwin extends Error {
  override readonly name = 'CommandTwin';
}

const keyOf = ({ actor, action, id }: Command) => `${actor}:${action}:${id}`;

/**
 * What commands are sealed with (5.3.15): answers repeat personal data, and an unkeyed hash of a body with a password could
 * be tried out. Derived from the service's own key; after a new key, an old command is COMMAND_REUSED, never done twice.
 */
export function commandSeal(serviceKey: KeyObject): PersonalData {
  const secret = serviceKey.export({ type: 'pkcs8', format: 'der' });
  const derive = (purpose: string) =>
    Buffer.from(hkdfSync('sha256', secret, '', `edo commands ${purpose}`, 32));
  return personalDataWith({ personalData: derive('answers'), blindIndex: derive('bodies') });
}

export function commandsOn(connection: Connection, seal: PersonalData): Commands {
  const bodyHashOf = ({ params }: Command) =>
    seal.index('body', Buffer.from(canonicalJson(params)).toString('base64'));
  const schema = new Schema<Row>(
    {
      _id: { type: String, required: true },
      bodyHash: { type: String, required: true },
      answer: { type: String, required: true },
      at: { type: Date, required: true },
    },
    { versionKey: false },
  );
  schema.index({ at: 1 }, { expireAfterSeconds: KEEP_SECONDS });
  const Rows = connection.model<Row>('command', schema, 'commands');
  return {
    async answered(command) {
      const row = await Rows.findById(keyOf(command)).lean();
      if (!row) return undefined;
      if (row.bodyHash !== bodyHashOf(command))
        throw new Refusal(
          'COMMAND_REUSED',
          'this Idempotency-Key was used for another request; use a new one',
          { key: command.id },
        );
      return { answer: seal.open(row.answer, row._id) };
    },
    async remember(command, answer) {
      try {
        await Rows.create([
          {
            _id: keyOf(command),
            bodyHash: bodyHashOf(command),
            answer: seal.seal(answer, keyOf(command)),
            at: new Date(),
          },
        ]);
      } catch (error) {
        throw isDuplicateKey(error)
          ? new CommandTwin('the same command ran at the same time', { cause: error })
          : error;
      }
    },
  };
}
