import { FactEnvelope } from '@edo/contracts';
import { append, emptyRange, leafHash, parseCheckpoint, parseNote, rootOf } from '@edo/journal';
import { collectProblems, type Finding } from './finding.ts';
import type { EntryRow, JournalSource } from './sources.ts';

/** Entries without a gap, each fact once, versions of an aggregate in order, and the root computed anew equal to head and checkpoint. */
export async function auditJournal({ entries, heads, checkpoints }: JournalSource): Promise<Finding> {
  const problems = collectProblems();
  const head = await heads.findOne({ _id: 'head' });
  const size = head?.size ?? 0;
  const latest = await checkpoints.findOne({ _id: 'latest' });
  const roots = new Map<number, string>();
  const watched = new Set([size, latest?.size ?? 0]);
  const order = watchOrder(problems.add);
  let range = emptyRange;
  for await (const entry of entries.find({ _id: { $lt: size } }).sort({ _id: 1 })) {
    if (entry._id !== range.size)
      problems.add(`entry ${range.size} is missing: the next one is ${entry._id}`);
    order(entry);
    range = append(range, [leafHash(entry.bytes.buffer)]).range;
    if (watched.has(range.size)) roots.set(range.size, hexOf(rootOf(range)));
  }
  if (range.size !== size) problems.add(`the head says ${size} entries, there are ${range.size}`);
  if (head && size > 0 && roots.get(size) !== hexOf(head.root.buffer))
    problems.add('the root of the head is not the root of the entries');
  if (latest) {
    const noted = parseCheckpoint(parseNote(new TextEncoder().encode(latest.note)).text);
    if (noted.size > size)
      problems.add(`the latest checkpoint covers ${noted.size} entries, the head ${size}`);
    else if (noted.size > 0 && roots.get(noted.size) !== hexOf(noted.root))
      problems.add(`the checkpoint of ${noted.size} entries has another root than the entries`);
  }
  const beyond = await entries.countDocuments({ _id: { $gte: size } });
  if (beyond > 0) problems.add(`${beyond} entries lie beyond the head`);
  return {
    check: 'journal',
    numbers: { entries: size, checkpointed: latest?.size ?? 0 },
    problems: problems.list(),
  };
}

const hexOf = (bytes: Uint8Array) => Buffer.from(bytes).toString('hex');

/** Each fact once, readable, named as its row says, and later versions of its aggregate behind earlier ones. */
function watchOrder(add: (problem: string) => void): (entry: EntryRow) => void {
  const versions = new Map<string, number>();
  const seen = new Set<string>();
  return ({ _id, factId, bytes }) => {
    const read = FactEnvelope.safeParse(JSON.parse(Buffer.from(bytes.buffer).toString('utf8')));
    if (!read.success) return add(`entry ${_id} is not a fact`);
    const { id, aggregate, version } = read.data;
    if (id !== factId) add(`entry ${_id} is named ${factId} and holds ${id}`);
    if (seen.has(id)) add(`fact ${id} stands twice, again at ${_id}`);
    seen.add(id);
    const key = `${aggregate.type}:${aggregate.id}`;
    if ((versions.get(key) ?? 0) >= version)
      add(`entry ${_id}: version ${version} of ${key} comes after version ${versions.get(key)}`);
    versions.set(key, version);
  };
}
