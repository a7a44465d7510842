import { fileURLToPath } from 'node:url';
import { openApiDocument } from './document.ts';

/** Where the generated document stands in the repository. */
export const OPENAPI_FILE = fileURLToPath(new URL('../../../../docs/api/openapi.json', import.meta.url));

export const openApiText = (): string => `${JSON.stringify(openApiDocument(), null, 2)}\n`;
