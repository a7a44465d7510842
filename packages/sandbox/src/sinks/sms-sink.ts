import type { IncomingMessage } from 'node:http';
import { type Address, type Answer, html, json, type Listening, listen, notFound, readBody } from './http.ts';
import { page } from './page.ts';
import { type Sms, SmsBox } from './sms-box.ts';

/**
 * An SMS gateway that delivers nothing: `POST /messages` {id, to, text} keeps a message (201; 200 when it was there;
 * 409 when another was there under this id), `GET /messages?to=`, `GET /messages/{id}`, and a page at `/`.
 * Listens on 127.0.0.1 unless another host is given; port 0 takes a free one.
 */
export function startSmsSink({
  folder,
  host,
  port = 0,
}: { folder: string } & Partial<Address>): Promise<Listening> {
  const box = new SmsBox(folder);
  return listen({ host, port }, (request, url) => answer(box, request, url));
}

async function answer(box: SmsBox, request: IncomingMessage, url: URL): Promise<Answer> {
  const id = /^\/messages\/([^/]+)$/.exec(url.pathname)?.[1];
  if (id) return show(box, decodeURIComponent(id));
  if (url.pathname === '/messages' && request.method === 'POST') return accept(box, await readBody(request));
  if (url.pathname === '/messages') return json(200, await box.list(url.searchParams.get('to') ?? undefined));
  if (url.pathname !== '/') return notFound(url.pathname);
  const shown = (await box.list()).map(({ receivedAt, to, text, id }) => ({
    at: receivedAt,
    to,
    subject: id,
    text,
  }));
  return html(page('SMS sink', shown));
}

async function show(box: SmsBox, id: string): Promise<Answer> {
  const sms = await box.read(id);
  return sms ? json(200, sms) : notFound(id);
}

async function accept(box: SmsBox, body: string): Promise<Answer> {
  const sms = parse(body);
  if (typeof sms === 'string') return json(400, { error: sms });
  const { kept, isNew } = await box.keep(sms, new Date());
  if (kept.to !== sms.to || kept.text !== sms.text)
    return json(409, { error: `another message has the id ${sms.id}` });
  return json(isNew ? 201 : 200, kept);
}

/** The message, or what is wrong with it. */
function parse(body: string): Sms | string {
  let value: unknown;
  try {
    value = JSON.parse(body);
  } catch {
    return 'the body is not JSON';
  }
  const { id, to, text } = (value ?? {}) as Partial<Record<keyof Sms, unknown>>;
  if (typeof id !== 'string' || !/^[\w.-]{1,128}$/.test(id))
    return 'id: 1 to 128 letters, digits, "_", ".", "-"';
  if (typeof to !== 'string' || !/^\+\d{8,15}$/.test(to))
    return 'to: a number in E.164 form, e.g. +77010000000';
  if (typeof text !== 'string' || text.length < 1 || text.length > 1600) return 'text: 1 to 1600 characters';
  return { id, to, text };
}
