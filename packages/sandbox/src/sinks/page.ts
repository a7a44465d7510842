/** One message as people read it. */
export type Shown = { at: string; to: string; subject: string; text: string; link?: string };

/** A page that lists messages, newest first. Nothing in a message becomes markup. */
export function page(title: string, messages: readonly Shown[]): string {
  const rows = messages.map(row).join('\n');
  return `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>${asText(title)}</title>
<style>
  body { font: 16px/1.5 system-ui, sans-serif; max-width: 60rem; margin: 2rem auto; padding: 0 1rem }
  article { border-top: 1px solid #ccc; padding: 1rem 0 }
  h2 { font-size: 1.1rem; margin: 0 }
  p { color: #555; margin: 0 }
  pre { white-space: pre-wrap; overflow-wrap: anywhere; font: inherit }
</style>
<h1>${asText(title)}</h1>
<p>${messages.length} messages. Nothing here has left this machine.</p>
${rows}
</html>
`;
}

const row = ({ at, to, subject, text, link }: Shown) => `<article>
<h2>${asText(subject)}</h2>
<p>${asText(at)} to ${asText(to)}${link ? ` <a href="${asText(link)}">source</a>` : ''}</p>
<pre>${asText(text)}</pre>
</article>`;

const entities: Record<string, string> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};
const asText = (text: string) => text.replace(/[&<>"']/g, (character) => entities[character]!);
