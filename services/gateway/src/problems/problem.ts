import { type Refusal, refusals } from '@edo/contracts';
import { z } from 'zod';
import { chooseLocale } from './locale.ts';
import { type ProblemCode, titles } from './titles.ts';

export const PROBLEM_TYPE = 'application/problem+json';

/** What the platform answers when it refuses (RFC 9457); `type` ends in the refusal's code, `instance` names the trace. */
export const Problem = z.strictObject({
  type: z.string(),
  title: z.string(),
  status: z.int(),
  detail: z.string(),
  instance: z.string(),
  /** Wrong parameters, each by its JSON Pointer (RFC 6901) in the merged path, query and body. */
  errors: z.array(z.strictObject({ pointer: z.string(), detail: z.string() })).optional(),
  /** What else a program may want to know, by the code. */
  data: z.record(z.string(), z.unknown()).optional(),
});
export type Problem = z.infer<typeof Problem>;

interface Issue {
  readonly path?: readonly PropertyKey[];
  readonly message?: string;
}

/** A refusal as the answer to one request; the title is in the language that the request wants. */
export function problemOf(
  refusal: Refusal,
  request: { trace: string; acceptLanguage: string | undefined },
): Problem {
  const { issues, ...data } = refusal.data as { issues?: Issue[] };
  return {
    ...head(refusal.code, refusals[refusal.code], request),
    detail: refusal.message,
    ...(issues && {
      errors: issues.map(({ path = [], message = '' }) => ({ pointer: pointerTo(path), detail: message })),
    }),
    ...(Object.keys(data).length > 0 && { data }),
  };
}

/** A defect: nothing about it but where the log tells more. */
export const defectOf = (request: { trace: string; acceptLanguage: string | undefined }): Problem => ({
  ...head('INTERNAL_ERROR', 500, request),
  detail: 'the platform failed; tell its operator the instance of this problem',
});

function head(
  code: ProblemCode,
  status: number,
  { trace, acceptLanguage }: { trace: string; acceptLanguage: string | undefined },
) {
  const title = titles[code][chooseLocale(acceptLanguage)];
  return { type: `/problems/${code}`, title, status, detail: '', instance: `urn:trace:${trace}` };
}

/** RFC 6901. */
export const pointerTo = (path: readonly PropertyKey[]): string =>
  path.map((step) => `/${String(step).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');

/** Seconds after which a repetition has a chance, for `Retry-After`; null where it has none. */
export function retryAfter({ code, data }: Refusal): number | null {
  const { retryAfterSeconds } = data;
  if (typeof retryAfterSeconds === 'number') return retryAfterSeconds;
  if (code === 'COMMAND_RUNNING') return 1;
  return refusals[code] === 503 ? 5 : null;
}
