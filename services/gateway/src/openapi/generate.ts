import { mkdir, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { openApiDocument } from './document.ts';

/** Where the generated document stands in the repository. */
export const OPENAPI_FILE = fileURLToPath(new URL('../../../../docs/api/openapi.json', import.meta.url));
export const openApiText = (): string => `${JSON.stringify(openApiDocument(), null, 2)}\n`;

if (import.meta.main) {
  await mkdir(fileURLToPath(new URL('.', new URL(`file://${OPENAPI_FILE}`))), { recursive: true });
  await writeFile(OPENAPI_FILE, openApiText());
}
