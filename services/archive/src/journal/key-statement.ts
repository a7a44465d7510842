import { signature } from '@edo/contracts';
import { formatKeyBinding } from '@edo/journal';
import { type Ask, type Clock, isDuplicateKey, type ObjectClient } from '@edo/kit';
import { mongo } from 'mongoose';
import type { JournalCollections } from './collections.ts';

/** The statement that binds the journal's key to the operator, and the operator's CMS over it. */
export type KeyStatement = () => Promise<{ statement: Uint8Array; cms: Uint8Array }>;

interface Deps {
  readonly collections: Pick<JournalCollections, 'keyStatements' | 'entries'>;
  readonly key: { readonly origin: string; readonly vkey: string };
  readonly operator: { readonly bin: string; readonly name: string };
  readonly objects: Pick<ObjectClient, 'put' | 'bytes'>;
  readonly ask: Ask;
  readonly clock: Clock;
}

const MAX_CMS_BYTES = 1024 * 1024;

/** Gives the statement of this key; the first to ask has it made and signed, once and for all. */
export function keyStatementOf(deps: Deps): KeyStatement {
  const { keyStatements } = deps.collections;
  const find = async () => {
    const row = await keyStatements.findOne({ _id: deps.key.vkey });
    return row && { statement: row.statement.value(), cms: row.cms.value() };
  };
  return async () => {
    const made = await find();
    if (made) return made;
    const row = await make(deps);
    await keyStatements.insertOne(row).catch((error) => {
      if (!isDuplicateKey(error)) throw error; // another made it at the same time: that one holds
    });
    return (await find())!;
  };
}

async function make({ collections, key, operator, objects, ask, clock }: Deps) {
  const { origin, vkey } = key;
  const statement = formatKeyBinding({
    origin,
    key: vkey,
    operator,
    validFrom: await validFrom(collections, clock),
  });
  const { objectId } = await objects.put(statement, { mediaType: 'application/json' });
  const { cmsObjectId } = await ask(signature.actions.signAsOperator, { objectId, why: 'journal-key' });
  const cms = await objects.bytes(cmsObjectId, MAX_CMS_BYTES);
  return { _id: vkey, statement: new mongo.Binary(statement), cms: new mongo.Binary(cms) };
}

/** The journal's first key covers its first entries too, recorded before the operator could sign; a later key only what follows. */
async function validFrom({ keyStatements, entries }: Deps['collections'], clock: Clock): Promise<string> {
  const isFirstKey = (await keyStatements.countDocuments({}, { limit: 1 })) === 0;
  const first = isFirstKey ? await entries.findOne({ _id: 0 }) : null;
  return first?.recordedAt.toISOString() ?? clock.now();
}
