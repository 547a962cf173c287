import * as z from 'zod';
import { noBody, type Route } from '../../src/rest/route.ts';
import { routes } from '../../src/rest/routes.ts';

type Schema = z.core.JSONSchema.BaseSchema;

/** A value that a call of REST can bring. */
export interface RestLeaf {
  /** `PATCH /api/leads body name.full` */
  name: string;
  route: Route;
  where: 'params' | 'query' | 'body';
  /** Numbers are places in a list. */
  path: readonly (string | number)[];
  /** Whether any JSON object is taken. */
  isJson: boolean;
}

/** Every leaf of what every route reads. */
export function findRestLeaves(): RestLeaf[] {
  return routes.flatMap((route) =>
    (['params', 'query', 'body'] as const).flatMap((where) => {
      if (where === 'body' && route.body === noBody) return [];
      const schema = z.toJSONSchema(route[where], {
        io: 'input',
        unrepresentable: 'any',
        override({ zodSchema, jsonSchema }) {
          if (zodSchema._zod.def.type === 'custom') jsonSchema.type = 'object';
        },
      });
      const leaves = leavesOf(schema, schema.$defs ?? {}, []);
      const unique = new Map(leaves.map((leaf) => [leaf.path.join('.'), leaf]));
      return [...unique].map(([path, leaf]) => ({
        ...leaf,
        name: `${route.method} ${route.path} ${where} ${path}`,
        route,
        where,
      }));
    }),
  );
}

function leavesOf(
  schema: Schema,
  definitions: Record<string, Schema>,
  path: readonly (string | number)[],
): Pick<RestLeaf, 'path' | 'isJson'>[] {
  if (schema.$ref !== undefined) {
    const definition = definitions[schema.$ref.replace('#/$defs/', '')];
    if (definition === undefined) throw new Error(`There is no ${schema.$ref}`);
    return leavesOf(definition, definitions, path);
  }
  const choices = [...(schema.anyOf ?? []), ...(schema.allOf ?? [])].filter(isSchema);
  if (choices.length > 0) return choices.flatMap((choice) => leavesOf(choice, definitions, path));
  if (isSchema(schema.items)) return leavesOf(schema.items, definitions, [...path, 0]);
  if (schema.properties !== undefined) {
    return Object.entries(schema.properties).flatMap(([name, property]) =>
      isSchema(property) ? leavesOf(property, definitions, [...path, name]) : [],
    );
  }
  return path.length === 0 ? [] : [{ path, isJson: schema.type === 'object' }];
}

function isSchema(value: unknown): value is Schema {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
