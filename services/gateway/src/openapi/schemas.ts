import * as contracts from '@edo/contracts';
import { z } from 'zod';
import { Problem } from '../problems/problem.ts';
import { examples } from './examples.ts';

export type JsonSchema = Readonly<Record<string, unknown>>;

/** Collects the named schemas that the given ones refer to. */
export interface Schemas {
  /** JSON Schema (draft 2020-12, as OpenAPI 3.1 has it) of what is sent (`input`) or answered (`output`). */
  of(schema: z.ZodType, io: 'input' | 'output'): JsonSchema;
  /** The `components/schemas` so far. */
  readonly components: Readonly<Record<string, JsonSchema>>;
}

/** Every schema that the contracts export is known to readers by its exported name. */
function namedSchemas() {
  const registry = z.registry<{ id: string }>();
  for (const [id, schema] of Object.entries({ ...contracts, Problem })) {
    if (schema instanceof z.ZodType) registry.add(schema, { id });
  }
  return registry;
}

export function collectSchemas(): Schemas {
  const metadata = namedSchemas();
  const components: Record<string, JsonSchema> = {};
  const add = (name: string, schema: JsonSchema) => {
    const known = components[name];
    if (known && JSON.stringify(known) !== JSON.stringify(schema))
      throw new Error(
        `schema ${name} is not the same when sent and when answered: do not export it, or drop its defaults`,
      );
    components[name] = schema;
  };
  return {
    components,
    of(schema, io) {
      const made = JSON.stringify(z.toJSONSchema(schema, { metadata, io }));
      const {
        $schema: _,
        $defs,
        ...own
      } = JSON.parse(made.replaceAll('"#/$defs/', '"#/components/schemas/'));
      for (const [name, named] of Object.entries<JsonSchema>($defs ?? {})) {
        add(name, name in examples ? { ...named, examples: [examples[name]] } : named);
      }
      return own;
    },
  };
}
