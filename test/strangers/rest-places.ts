import * as z from 'zod';
import type { Route } from '../../src/rest/route.ts';
import { routes } from '../../src/rest/routes.ts';
import { type Kind, kindByName } from './kinds.ts';

type Part = 'params' | 'query' | 'body';
type JsonSchema = z.core.JSONSchema.BaseSchema;

/** A value that a REST request can bring. */
export interface RestPlace {
  /** `PATCH /api/leads body.id` */
  name: string;
  route: Route;
  part: Part;
  /** The names that lead to it; one that holds a list of values is marked. */
  path: readonly { name: string; isList: boolean }[];
}

/** Values whose name alone does not tell what they name: by their call, or by what they are part of. */
const byPlace: Record<string, Kind> = {
  'GET /api/leads/{id} params.id': 'lead',
  'PATCH /api/leads body.id': 'lead',
  'GET /api/campaigns/{id}/leads params.id': 'campaign',
  'PATCH /api/campaigns/{id}/leads params.id': 'campaign',
  'PUT /api/v1/leads/{leadId} body.name': 'leadName',
  'company.id': 'companyId',
  'company.name': 'companyName',
  'contacts.value': 'email',
  'socials.url': 'linkedin',
  'sources.id': 'recordId',
  'source.id': 'recordId',
  'source.name': 'source',
  'location.raw': 'place',
  'updates.name': 'leadName',
  'entity.name': 'entityName',
  'person.name': 'entityName',
  q: 'leadName',
};

/** What a place can name; undefined where nobody has said so yet. */
export function restKindOf({ name, path }: Pick<RestPlace, 'name' | 'path'>): Kind | undefined {
  const names = path.map((step) => step.name);
  const [last = ''] = names.slice(-1);
  return byPlace[name] ?? byPlace[names.slice(-2).join('.')] ?? byPlace[last] ?? kindByName(names.map(camelCase));
}

/** Every place of the REST calls that can name a thing. */
export function findRestPlaces(): RestPlace[] {
  const parts = ['params', 'query', 'body'] as const;
  return routes.flatMap((route) =>
    parts.flatMap((part) => {
      const rules = part === 'body' && route.documentedBody !== undefined ? [route.documentedBody] : [];
      const leaves = [route[part], ...rules].flatMap((one) => leavesOf(schemaOf(one), []));
      const found = new Map(leaves.map((path) => [path.map(({ name }) => name).join('.'), path]));
      // What the rules leave open can be anything; where the document tells its parts, those are tried.
      const closed = [...found].filter(([place]) => ![...found.keys()].some((other) => other.startsWith(`${place}.`)));
      return closed.map(([place, path]) => ({
        name: `${route.method} ${route.path} ${part}.${place}`,
        route,
        part,
        path,
      }));
    }),
  );
}

/** The values that a parameter has to choose from. */
export function choicesOf(route: Route, parameter: string): unknown[] {
  const property = schemaOf(route.query).properties?.[parameter];
  return typeof property === 'object' ? (property.enum ?? []) : [];
}

function schemaOf(rules: z.ZodType): JsonSchema {
  return z.toJSONSchema(rules, {
    io: 'input',
    unrepresentable: 'any',
    reused: 'inline',
    override({ zodSchema, jsonSchema }) {
      if (zodSchema._zod.def.type === 'custom') jsonSchema.type = 'object';
      // An id only serves the document: here every schema stands where it is used.
      delete jsonSchema.id;
    },
  });
}

function leavesOf(schema: JsonSchema, path: RestPlace['path'], defs = schema.$defs ?? {}): RestPlace['path'][] {
  const definition = defs[schema.$ref?.replace('#/$defs/', '') ?? ''];
  if (definition !== undefined) return leavesOf(definition, path, defs);
  if (schema.anyOf !== undefined) {
    return schema.anyOf.flatMap((choice) => (typeof choice === 'object' ? leavesOf(choice, path, defs) : []));
  }
  if (schema.properties !== undefined) {
    return Object.entries(schema.properties).flatMap(([name, property]) =>
      typeof property === 'object' ? leavesOf(property, [...path, { name, isList: false }], defs) : [],
    );
  }
  if (typeof schema.items === 'object' && !Array.isArray(schema.items)) {
    return leavesOf(schema.items, [...path.slice(0, -1), { name: path.at(-1)?.name ?? '', isList: true }], defs);
  }
  const types = [schema.type].flat();
  const isMoment = schema.format === 'date-time' || schema.format === 'date';
  const isFree = types.includes('string') && schema.enum === undefined && !isMoment;
  const isOpen = types.includes('object') || (types.includes(undefined) && schema.enum === undefined);
  return path.length > 0 && (isFree || isOpen) ? [path] : [];
}

function camelCase(name: string): string {
  return name.replaceAll(/_(\w)/g, (_all, letter: string) => letter.toUpperCase());
}
