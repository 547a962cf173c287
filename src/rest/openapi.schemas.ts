import * as z from 'zod';
import { fieldDescriptions } from './openapi.descriptions.ts';

/** A schema as JSON Schema 2020-12 has it, which is what OpenAPI 3.1 uses. */
export type Schema = z.core.JSONSchema.BaseSchema;

const definitions = '#/$defs/';
const inComponents = '#/components/schemas/';

/** Turns zod rules into schemas of a document. Rules with an id become components of it and are referred to. */
export function createSchemaWriter() {
  const components: Record<string, Schema> = {};

  return {
    /** Every component that was referred to so far. */
    components,

    /** The schema of what goes in (`input`) or of what is answered (`output`). */
    write(rules: z.ZodType, io: 'input' | 'output'): Schema {
      const {
        $schema: _schema,
        $defs = {},
        ...schema
      } = z.toJSONSchema(rules, {
        io,
        unrepresentable: 'any',
        override({ zodSchema, jsonSchema }) {
          // The one custom rule that we have: JSON objects, passed on as they are.
          if (zodSchema._zod.def.type === 'custom') jsonSchema.type = 'object';
        },
      });
      for (const [id, definition] of Object.entries($defs)) {
        components[id] ??= describeFields(tidy(definition), fieldDescriptions[id] ?? {});
      }
      return tidy(schema);
    },
  };
}

/** Drops what only repeats something else, and lets nullable values read as such. */
function tidy(schema: Schema): Schema {
  const { $ref, anyOf, pattern, propertyNames: _names, ...rest } = schema;
  const result: Schema = rest;
  if ($ref !== undefined) result.$ref = $ref.replace(definitions, inComponents);
  // A format says the same as the pattern that zod checks it by.
  if (pattern !== undefined && rest.format === undefined) result.pattern = pattern;
  if (rest.properties !== undefined) {
    result.properties = mapValues(rest.properties, (property) => (isSchema(property) ? tidy(property) : property));
  }
  if (isSchema(rest.items)) result.items = tidy(rest.items);
  if (isSchema(rest.additionalProperties)) {
    if (Object.keys(rest.additionalProperties).length === 0) delete result.additionalProperties;
  }
  if (anyOf === undefined) return result;
  const choices = anyOf.filter(isSchema).map(tidy);
  const [only, ...others] = choices.filter((choice) => choice.type !== 'null');
  if (only === undefined || others.length > 0 || typeof only.type !== 'string' || only.enum !== undefined) {
    return { ...result, anyOf: choices };
  }
  // zod's own type has no lists of types, which JSON Schema has.
  return { ...only, ...result, type: [only.type, 'null'] } as Schema;
}

/** Puts texts at the fields of a schema, each under its path: `name.full`, `socials.url`. */
function describeFields(schema: Schema, texts: Record<string, string>, path = ''): Schema {
  const result: Schema = { ...schema };
  if (schema.properties !== undefined) {
    result.properties = Object.fromEntries(
      Object.entries(schema.properties).map(([name, property]) => {
        const here = path === '' ? name : `${path}.${name}`;
        if (!isSchema(property)) return [name, property];
        const description = texts[here];
        return [
          name,
          { ...(description === undefined ? {} : { description }), ...describeFields(property, texts, here) },
        ];
      }),
    );
  }
  if (isSchema(schema.items)) result.items = describeFields(schema.items, texts, path);
  if (schema.anyOf !== undefined) {
    result.anyOf = schema.anyOf.map((choice) => (isSchema(choice) ? describeFields(choice, texts, path) : choice));
  }
  return result;
}

function isSchema(value: unknown): value is Schema {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function mapValues<T, U>(record: Record<string, T>, map: (value: T) => U): Record<string, U> {
  return Object.fromEntries(Object.entries(record).map(([key, value]) => [key, map(value)]));
}
