import { readFileSync } from 'node:fs';
import {
  buildSchema,
  type GraphQLSchema,
  isEnumType,
  isInputObjectType,
  isInterfaceType,
  isIntrospectionType,
  isObjectType,
  lexicographicSortSchema,
  printSchema,
  validateSchema,
} from 'graphql';
import { describe, expect, test } from 'vitest';
import { schema } from '../../src/schema/schema.ts';
import { errorCodes } from '../../src/shared/errors.ts';

const types = Object.values(schema.getTypeMap()).filter((type) => !isIntrospectionType(type));

/** Every place of the schema that a reader meets, with its description. */
function described(): [string, string | null | undefined][] {
  return types.flatMap((type): [string, string | null | undefined][] => {
    const own: [string, string | null | undefined] = [type.name, type.description];
    if (isEnumType(type))
      return [
        own,
        ...type
          .getValues()
          .map((value) => [`${type.name}.${value.name}`, value.description] as [string, string | null | undefined]),
      ];
    if (isInputObjectType(type))
      return [
        own,
        ...Object.values(type.getFields()).map(
          (field) => [`${type.name}.${field.name}`, field.description] as [string, string | null | undefined],
        ),
      ];
    if (!isObjectType(type) && !isInterfaceType(type)) return [own];
    return [
      own,
      ...Object.values(type.getFields()).flatMap((field): [string, string | null | undefined][] => [
        [`${type.name}.${field.name}`, field.description],
        ...field.args.map(
          (arg) => [`${type.name}.${field.name}(${arg.name}:)`, arg.description] as [string, string | null | undefined],
        ),
      ]),
    ];
  });
}

describe('schema', () => {
  test('is valid', () => {
    expect(validateSchema(schema)).toEqual([]);
  });

  test('describes every type, field, argument and enum value', () => {
    const builtIn = new Set(['Boolean', 'Float', 'ID', 'Int', 'String']);
    const bare = described().filter(([place, text]) => !builtIn.has(place) && !text?.trim());
    expect(bare.map(([place]) => place)).toEqual([]);
  });

  test('is the one that is published', () => {
    const published = readFileSync(new URL('../../schema/schema.graphql', import.meta.url), 'utf8');
    const sorted = (any: GraphQLSchema) => printSchema(lexicographicSortSchema(any));
    expect(sorted(buildSchema(published)) === sorted(schema), 'run "npm run codegen" and commit schema/').toBe(true);
  });

  test('has one closed list of error codes', () => {
    const codes = schema.getType('ErrorCode');
    expect(
      isEnumType(codes)
        ? codes
            .getValues()
            .map((value) => value.name)
            .sort()
        : [],
    ).toEqual(Object.keys(errorCodes).sort());
  });

  // A link into another kind of data must ask for the scope of that kind: everything else reads what its parent is.
  test('asks for a scope wherever data of a kind is entered', () => {
    const guarded = ['Lead', 'LeadList', 'Campaign', 'CampaignProspect', 'Signal', 'SignalEntity'];
    const kindOf = (name: string) =>
      ({
        Lead: 'leads',
        LeadList: 'leads',
        Campaign: 'campaigns',
        CampaignProspect: 'campaigns',
        Signal: 'signals',
        SignalEntity: 'signals',
      })[name];
    const open: string[] = [];
    for (const type of types) {
      if (!isObjectType(type) || type.name.endsWith('Error') || /Payload$|Item$|Edge$|Connection$/.test(type.name))
        continue;
      for (const field of Object.values(type.getFields())) {
        const target = String(field.type)
          .replace(/[[\]!]/g, '')
          .replace(/Connection$/, '');
        if (!guarded.includes(target) || kindOf(target) === kindOf(type.name)) continue;
        const options: unknown = field.extensions.pothosOptions;
        const scopes =
          typeof options === 'object' && options !== null && 'authScopes' in options ? options.authScopes : null;
        if (!JSON.stringify(scopes)?.includes(`${kindOf(target)}:`)) open.push(`${type.name}.${field.name}`);
      }
    }
    expect(open).toEqual([]);
  });
});
