import { Refusal } from '@edo/contracts';
import type { FastifyInstance, FastifyReply } from 'fastify';
import { titles } from '../problems/titles.ts';
import type { OpenApiDocument } from './document.ts';
import { docsPage, problemPage, STYLE } from './html.ts';

/** `/openapi.json`, and the same to read: `/docs`, `/problems/:code`; they load one style sheet of this origin and no script. */
export function routePages(app: FastifyInstance, document: OpenApiDocument): void {
  const text = JSON.stringify(document);
  const docs = docsPage(document);
  app.get('/openapi.json', (_, reply) => cached(reply).type('application/json').send(text));
  app.get('/docs', (_, reply) => page(reply, docs));
  app.get('/docs/style.css', (_, reply) => cached(reply).type('text/css').send(STYLE));
  app.get<{ Params: { code: string } }>('/problems/:code', ({ params: { code } }, reply) => {
    if (!Object.hasOwn(titles, code))
      throw new Refusal('ROUTE_NOT_FOUND', 'there is no problem of this type');
    return page(reply, problemPage(code as keyof typeof titles));
  });
}

const cached = (reply: FastifyReply) => reply.header('cache-control', 'public, max-age=300');

const page = (reply: FastifyReply, html: string) =>
  cached(reply)
    .header(
      'content-security-policy',
      "default-src 'none'; style-src 'self'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'",
    )
    .type('text/html; charset=utf-8')
    .send(html);
