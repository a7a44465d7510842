import { createHash } from 'node:crypto';
import { Refusal } from '@edo/contracts';
import { canonicalJson } from '@edo/journal';
import { type Connection, Schema } from 'mongoose';
import { isDuplicateKey } from './mongo.ts';

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
  readonly answer: string;
  readonly at: Date;
}

export class CommandTwin extends Error {
  override readonly name = 'CommandTwin';
}

const keyOf = ({ actor, action, id }: Command) => `${actor}:${action}:${id}`;
const bodyHashOf = ({ params }: Command) => createHash('sha256').update(canonicalJson(params)).digest('hex');

export function commandsOn(connection: Connection): Commands {
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
      return { answer: JSON.parse(row.answer) };
    },
    async remember(command, answer) {
      try {
        await Rows.create([
          {
            _id: keyOf(command),
            bodyHash: bodyHashOf(command),
            answer: JSON.stringify(answer),
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
