import { type journal, topology } from '@edo/contracts';
import { encodeBase64 } from '@edo/journal';
import type { Handlers } from '@edo/kit';
import type { KeyStatement } from './key-statement.ts';
import type { Leader } from './leader.ts';
import { type JournalReader, journalEntry } from './reader.ts';

interface Deps {
  readonly leader: Pick<Leader, 'append'>;
  readonly reader: JournalReader;
  readonly keyStatement: KeyStatement;
}

/** The journal's actions, on the bus only while this copy leads. */
export const journalService = ({ leader, reader, keyStatement }: Deps): Handlers<typeof journal> => ({
  async append({ params, caller }) {
    const tells = Object.values(topology[caller].tells);
    const facts = params.facts.map((fact) => ({
      factId: fact.factId,
      bytes: Buffer.from(fact.bytes, 'base64'),
      source: caller,
      tells,
      ...(fact.trace ? { trace: fact.trace } : {}),
    }));
    const { results, checkpoint } = await leader.append(facts);
    const { size, root, note } = checkpoint;
    return { results: [...results], checkpoint: { size, rootHash: encodeBase64(root), note } };
  },
  checkpoint: () => reader.checkpoint(),
  async proof({ params }) {
    const { proven, checkpoint } = await reader.prove([params.factId]);
    return { ...proven[0]!, checkpoint };
  },
  consistency: async ({ params }) => ({ proof: await reader.consistency(params.from, params.to) }),
  async entries({ params }) {
    const { entries, size } = await reader.entries(params.from, params.count);
    return { entries: entries.map(journalEntry), size };
  },
  keyStatement: async () => {
    const { statement, cms } = await keyStatement();
    return { statement: encodeBase64(statement), cms: encodeBase64(cms) };
  },
});
