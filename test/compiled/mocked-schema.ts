import {
  buildSchema,
  type GraphQLFieldResolver,
  type GraphQLOutputType,
  type GraphQLResolveInfo,
  type GraphQLSchema,
  isAbstractType,
  isEnumType,
  isListType,
  isNonNullType,
  isObjectType,
  isScalarType,
  printSchema,
} from 'graphql';
import { schema } from '../../src/schema/schema.ts';
import { NotFoundError } from '../../src/shared/errors.ts';
import { isJsonObject } from '../../src/shared/json.ts';

/** The path of a field as text, and a number out of it that is the same each time. */
function hash(text: string): number {
  let value = 2_166_136_261;
  for (let at = 0; at < text.length; at += 1) value = Math.imul(value ^ text.charCodeAt(at), 16_777_619);
  value ^= value >>> 15;
  value = Math.imul(value, 0x2c1b3c6d);
  return (value ^ (value >>> 12)) >>> 0;
}

/** The same text for the same arguments, whatever their order. */
function sorted(_key: string, value: unknown): unknown {
  return isJsonObject(value) ? Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1))) : value;
}

function pathText({ path }: GraphQLResolveInfo): string {
  const keys: string[] = [];
  for (let step: GraphQLResolveInfo['path'] | undefined = path; step !== undefined; step = step.prev) {
    keys.unshift(String(step.key));
  }
  return keys.join('.');
}

/** Data, and no promise: its `then` is no function. */
const thenable: unknown = JSON.parse('{"then":"text"}');

const scalars: Record<string, (number: number) => unknown> = {
  Int: (number) => (number % 50 === 0 ? 'no number' : number % 1000),
  Float: (number) => number / 7,
  Boolean: (number) => number % 2 === 0,
  JSON: (number) => ({ constructor: number, list: [1, null, thenable] }),
  JSONObject: (number) => ({ number, toString: 'text', thenable }),
};

/**
 * Our schema with resolvers that answer anything, wrong things too, but for the same field of the same operation always
 * the same: values, nothing where there must be something, failures at once and later, lists of all these.
 */
export function mockedSchema(): GraphQLSchema {
  const mocked = buildSchema(printSchema(schema));

  function anyValue(type: GraphQLOutputType, seed: string, world: string): unknown {
    const number = hash(`${world}:${seed}`);
    const luck = number % 100;
    if (isNonNullType(type)) return luck === 0 ? null : sure(type.ofType, seed, world);
    return luck < 15 ? (luck < 7 ? undefined : null) : sure(type, seed, world);
  }

  function sure(type: GraphQLOutputType, seed: string, world: string): unknown {
    const number = hash(`${world}:${seed}!`);
    if (isNonNullType(type)) return sure(type.ofType, seed, world);
    if (isListType(type)) {
      return Array.from({ length: number % 4 }, (_none, index) => item(type.ofType, `${seed}.${index}`, world));
    }
    if (isScalarType(type)) return scalars[type.name]?.(number) ?? `text ${number % 1000}`;
    if (isEnumType(type)) return type.getValues()[number % type.getValues().length]?.value;
    if (isAbstractType(type)) {
      const possible = mocked.getPossibleTypes(type);
      return { __typename: possible[number % possible.length]?.name };
    }
    return {};
  }

  /** In the third kind of world only what is right comes at once: graphql-js loses track of promises beside a failure. */
  function inTime(world: string, number: number, value: unknown, isRight: boolean): unknown {
    const kind = Number(world) % 3;
    if (kind === 0) return value;
    return kind === 1 || !isRight || number % 4 === 0 ? Promise.resolve(value) : value;
  }

  function item(type: GraphQLOutputType, seed: string, world: string): unknown {
    const number = hash(`${world}:${seed}?`);
    const isRight = number % 100 > 0;
    const value = isRight ? anyValue(type, seed, world) : new NotFoundError('Item', seed);
    return inTime(world, number, value, isRight && value !== null && typeof value !== 'string');
  }

  const resolve: GraphQLFieldResolver<unknown, { world: string }> = (_parent, args, { world }, info) => {
    const seed = `${pathText(info)}${JSON.stringify(args, sorted)}`;
    const number = hash(`${world}:${seed}*`);
    const luck = number % 100;
    const failure = luck === 2 ? new Error('Not to be told') : new NotFoundError(info.parentType.name, seed);
    if (luck === 0) return inTime(world, number, failure, false);
    if (luck < 3 && Number(world) % 3 === 0) throw failure;
    if (luck < 3) return Promise.reject(failure);
    const value = anyValue(info.returnType, seed, world);
    return inTime(world, number, value, value != null && value !== 'no number');
  };

  for (const type of Object.values(mocked.getTypeMap())) {
    if (!isObjectType(type) || type.name.startsWith('__')) continue;
    for (const field of Object.values(type.getFields())) field.resolve = resolve;
  }
  return mocked;
}
