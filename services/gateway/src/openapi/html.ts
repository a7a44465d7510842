import { refusals } from '@edo/contracts';
import { type ProblemCode, titles } from '../problems/titles.ts';
import type { OpenApiDocument } from './document.ts';
import type { JsonSchema } from './schemas.ts';

export const STYLE = `
body { font: 16px/1.5 system-ui, sans-serif; max-width: 60rem; margin: 2rem auto; padding: 0 1rem; color: #1b1f24; }
h2 { margin-top: 3rem; border-bottom: 1px solid #c8ccd0; }
h3 code { font-size: 1rem; }
.method { display: inline-block; min-width: 4.5rem; font-weight: bold; }
table { border-collapse: collapse; width: 100%; }
td, th { text-align: left; vertical-align: top; padding: .2rem .8rem .2rem 0; border-bottom: 1px solid #e4e7ea; }
pre { background: #f4f5f7; padding: .8rem; overflow-x: auto; font-size: .85rem; }
`;

const escapeHtml = (text: string) => text.replace(/[&<>"']/g, (c) => `&#${c.charCodeAt(0)};`);

const frame = (title: string, body: string) =>
  `<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">` +
  `<title>${escapeHtml(title)}</title><link rel="stylesheet" href="/docs/style.css"></head><body>${body}</body></html>`;

/** The whole API on one page, from its OpenAPI document. */
export function docsPage(document: OpenApiDocument): string {
  const { info, tags, paths, components } = document;
  const operations = Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({
      path,
      method,
      operation: operation as Operation,
    })),
  );
  const sections = tags.map(({ name, description }) => {
    const own = operations.filter(({ operation }) => operation.tags.includes(name));
    return `<h2 id="${name}">${escapeHtml(description)}</h2>${own.map(operationBlock).join('')}`;
  });
  const schemas = Object.entries(components.schemas).map(
    ([name, schema]) => `<h3 id="schema-${name}"><code>${name}</code></h3>${json(schema)}`,
  );
  const codes = Object.keys(titles) as ProblemCode[];
  return frame(
    info.title,
    `<h1>${escapeHtml(info.title)}</h1><p>${escapeHtml(info.description)}</p><p><a href="/openapi.json">openapi.json</a></p>` +
      `${sections.join('')}<h2 id="problems">Problems</h2>${problemTable(codes)}<h2 id="schemas">Schemas</h2>${schemas.join('')}`,
  );
}

/** What a problem of one type means, in the three languages. */
export const problemPage = (code: ProblemCode): string =>
  frame(code, `<h1><code>${code}</code></h1>${problemTable([code])}<p><a href="/docs">The API</a></p>`);

const problemTable = (codes: readonly ProblemCode[]) =>
  `<table><tr><th>code</th><th>status</th><th>kk</th><th>ru</th><th>en</th></tr>${codes.map(problemRow).join('')}</table>`;

function problemRow(code: ProblemCode): string {
  const { kk, ru, en } = titles[code];
  const status = code === 'INTERNAL_ERROR' ? 500 : refusals[code];
  const cells = [kk, ru, en].map((title) => `<td>${escapeHtml(title)}</td>`).join('');
  return `<tr id="${code}"><td><code>${code}</code></td><td>${status}</td>${cells}</tr>`;
}

interface Operation {
  readonly tags: readonly (string | undefined)[];
  readonly summary: string;
  readonly description: string;
  readonly parameters: readonly JsonSchema[];
  readonly requestBody?: { readonly content: Readonly<Record<string, { readonly schema: JsonSchema }>> };
  readonly responses: Readonly<
    Record<string, { content?: Readonly<Record<string, { schema: JsonSchema }>> }>
  >;
}

function operationBlock({
  path,
  method,
  operation,
}: {
  path: string;
  method: string;
  operation: Operation;
}): string {
  const { summary, description, parameters, requestBody, responses } = operation;
  const rows = parameters
    .filter((parameter) => 'name' in parameter)
    .map(
      ({ name, in: where, required, schema }) =>
        `<tr><td><code>${name}</code></td><td>${where}${required ? ', required' : ''}</td><td><code>${escapeHtml(JSON.stringify(schema))}</code></td></tr>`,
    );
  const [[status, answer] = ['', {}]] = Object.entries(responses);
  const body = requestBody && Object.values(requestBody.content)[0]?.schema;
  const answered = Object.values(answer?.content ?? {})[0]?.schema;
  return (
    `<h3><span class="method">${method.toUpperCase()}</span><code>${escapeHtml(path)}</code></h3>` +
    `<p>${escapeHtml(summary)}. ${escapeHtml(description)}</p>` +
    (rows.length > 0 ? `<table>${rows.join('')}</table>` : '') +
    (body ? `<p>Body</p>${json(body)}` : '') +
    `<p>Answer ${status}</p>${answered ? json(answered) : ''}`
  );
}

const json = (schema: unknown) => {
  const linked = escapeHtml(JSON.stringify(schema, null, 2)).replace(
    /#\/components\/schemas\/(\w+)/g,
    '<a href="#schema-$1">#/components/schemas/$1</a>',
  );
  return `<pre>${linked}</pre>`;
};
