import { createRequire } from 'node:module';
import PDFDocument from 'pdfkit';

/** Noto Sans has every Kazakh letter. */
const FONT = createRequire(import.meta.url).resolve(
  '@expo-google-fonts/noto-sans/400Regular/NotoSans_400Regular.ttf',
);

/** A PDF of a title and paragraphs; its dates are those given, so that the same text is the same bytes. */
export async function pdfOf(title: string, paragraphs: readonly string[], at: Date): Promise<Uint8Array> {
  const pdf = new PDFDocument({
    size: 'A4',
    margin: 60,
    font: FONT,
    info: { Title: title, CreationDate: at, ModDate: at },
  });
  const parts: Uint8Array[] = [];
  const ended = new Promise<void>((resolve) => pdf.on('end', resolve));
  pdf.on('data', (part: Uint8Array) => parts.push(part));
  pdf.fontSize(16).text(title).moveDown();
  for (const paragraph of paragraphs) pdf.fontSize(11).text(paragraph).moveDown();
  pdf.end();
  await ended;
  return Buffer.concat(parts);
}
