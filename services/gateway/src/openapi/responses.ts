import { refusals } from '@edo/contracts';
import { PROBLEM_TYPE } from '../problems/problem.ts';
import { titles } from '../problems/titles.ts';

const codesByStatus = Object.groupBy(
  [...Object.entries(refusals), ['INTERNAL_ERROR', 500] as const].map(([code, status]) => ({ code, status })),
  ({ status }) => String(status),
);
const nameOf = (status: string | number) => `Problem${status}`;

/** `components/responses`: one for each status, with the codes in which its problems' `type` may end. */
export const problemResponses = Object.fromEntries(
  Object.entries(codesByStatus).map(([status, codes]) => [
    nameOf(status),
    {
      description: codes!
        .map(({ code }) => `\`${code}\`: ${titles[code as keyof typeof titles].en}.`)
        .join(' '),
      content: { [PROBLEM_TYPE]: { schema: { $ref: '#/components/schemas/Problem' } } },
    },
  ]),
);

const ALWAYS = [400, 404, 429, 500, 503];
const SIGNED_IN = [401, 403];
const WITH_BODY = [409, 410, 413, 415, 422];

/** The problems that an operation may answer. */
export function problemsOf({ isPublic, hasBody }: { isPublic: boolean; hasBody: boolean }) {
  const statuses = [...ALWAYS, ...(isPublic && !hasBody ? [] : SIGNED_IN), ...(hasBody ? WITH_BODY : [])];
  return Object.fromEntries(
    statuses
      .sort((a, b) => a - b)
      .map((status) => [status, { $ref: `#/components/responses/${nameOf(status)}` }]),
  );
}
