import { describe, expect, it } from '@jest/globals';
import type { HandedFact } from '../domain/fact-admission.ts';
import { type CommitFacts, groupCommit } from './group-commit.ts';

const facts = (...ids: string[]): HandedFact[] =>
  ids.map((factId) => ({ factId, bytes: new Uint8Array(), source: 'documents', tells: [] }));
const limits = { waitMillis: 5, maxFacts: 4, maxWaiting: 10 };

function recording() {
  const groups: string[][] = [];
  const commit: CommitFacts = async (group) => {
    groups.push(group.map(({ factId }) => factId));
    const results = group.map(({ factId }) => ({
      factId,
      outcome: 'refused' as const,
      code: 'X',
      message: '',
    }));
    return { results, checkpoint: { size: groups.length, root: new Uint8Array(), note: '' } };
  };
  return { groups, commit };
}

describe('group commit', () => {
  it('commits callers of the same moment together and answers each with its own', async () => {
    const { groups, commit } = recording();
    const { append } = groupCommit(commit, limits);
    const answers = await Promise.all([append(facts('a', 'b')), append(facts('c'))]);
    expect(groups).toEqual([['a', 'b', 'c']]);
    expect(answers.map(({ results }) => results.map(({ factId }) => factId))).toEqual([['a', 'b'], ['c']]);
  });

  it('does not cut a caller in two and keeps their order', async () => {
    const { groups, commit } = recording();
    const { append } = groupCommit(commit, limits);
    await Promise.all([append(facts('a', 'b', 'c')), append(facts('d', 'e')), append(facts('f'))]);
    expect(groups).toEqual([
      ['a', 'b', 'c'],
      ['d', 'e', 'f'],
    ]);
  });

  it('tells every caller of a group that failed, and commits the next', async () => {
    const { commit } = recording();
    let failed = false;
    const once: CommitFacts = (group) => {
      if (failed) return commit(group);
      failed = true;
      return Promise.reject(new Error('database away'));
    };
    const { append } = groupCommit(once, limits);
    const first = await Promise.allSettled([append(facts('a')), append(facts('b'))]);
    expect(first.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
    await expect(append(facts('a'))).resolves.toMatchObject({ results: [{ factId: 'a' }] });
  });

  it('refuses more than may wait', async () => {
    const { commit } = recording();
    const { append } = groupCommit(commit, limits);
    const running = append(facts(...'abcd'));
    const waiting = append(facts(...'efghijklm'));
    await expect(append(facts('n', 'o'))).rejects.toMatchObject({ code: 'SERVICE_UNAVAILABLE' });
    await Promise.all([running, waiting]);
  });

  it('answers those that wait when it closes, and nobody after', async () => {
    const { commit } = recording();
    const group = groupCommit(commit, { ...limits, waitMillis: 60_000 });
    const waiting = group.append(facts('a'));
    await group.close();
    await expect(waiting).resolves.toMatchObject({ results: [{ factId: 'a' }] });
    await expect(group.append(facts('b'))).rejects.toMatchObject({ code: 'NOT_LEADING' });
  });
});
