import { readFile } from 'node:fs/promises';
import { refusals, restActions } from '@edo/contracts';
import { describe, expect, it } from '@jest/globals';
import { Validator } from '@seriousme/openapi-schema-validator';
import { openApiDocument } from '../src/openapi/document.ts';
import { OPENAPI_FILE, openApiText } from '../src/openapi/file.ts';

const document = openApiDocument();
const paths: Record<string, Record<string, { operationId: string }>> = document.paths;
const text = JSON.stringify(document);
const operations = Object.values(document.paths).flatMap((methods) => Object.values(methods));

describe('the OpenAPI document', () => {
  it('is valid OpenAPI 3.1', async () => {
    const validator = new Validator();
    const { valid, errors } = await validator.validate(JSON.parse(text));
    expect(errors).toBeUndefined();
    expect([valid, validator.version]).toEqual([true, '3.1']);
  });

  it('refers to nothing that it does not hold', () => {
    for (const [, group, name] of text.matchAll(/"#\/components\/(\w+)\/(\w+)"/g))
      expect(document.components).toHaveProperty([group!, name!]);
  });

  it('describes every action that HTTP reaches, under the path of its contract', () => {
    for (const { name, rest } of restActions) {
      const [method, path] = rest!.split(' ') as [string, string];
      const operation = paths[path.replace(/:(\w+)/g, '{$1}')]?.[method.toLowerCase()];
      expect(operation?.operationId).toBe(name);
    }
  });

  it('names every refusal of the platform in the response of its status', () => {
    for (const [code, status] of Object.entries(refusals))
      expect(document.components.responses[`Problem${status}`]!.description).toContain(`\`${code}\``);
  });

  it('says for each operation that it may answer with a problem, and asks for a session unless it is public', () => {
    for (const { responses, security, operationId } of operations) {
      expect(Object.keys(responses)).toEqual(expect.arrayContaining(['400', '429', '500', '503']));
      const isPublic = restActions.find(({ name }) => name === operationId)?.access === 'public';
      expect(security).toEqual(isPublic ? [] : undefined);
    }
  });

  it('in docs/api is fresh: npm run generate has been run', async () => {
    expect(await readFile(OPENAPI_FILE, 'utf8')).toBe(openApiText());
  });
});
