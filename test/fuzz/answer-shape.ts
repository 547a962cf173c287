import {
  type FieldNode,
  type FragmentDefinitionNode,
  type GraphQLCompositeType,
  type GraphQLLeafType,
  type GraphQLOutputType,
  getNullableType,
  isAbstractType,
  isCompositeType,
  isEnumType,
  isLeafType,
  isListType,
  isNonNullType,
  isObjectType,
  Kind,
  parse,
  type SelectionSetNode,
} from 'graphql';
import { schema } from '../../src/schema/schema.ts';
import { isJsonObject } from '../../src/shared/json.ts';
import type { Operation } from './operations.ts';

const moment = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$/;
const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

const leaves: Record<string, (value: unknown) => boolean> = {
  Boolean: (value) => typeof value === 'boolean',
  DateTime: (value) => typeof value === 'string' && moment.test(value),
  Float: (value) => typeof value === 'number',
  ID: (value) => typeof value === 'string',
  Int: (value) => Number.isInteger(value) && Math.abs(Number(value)) <= 2 ** 31,
  JSON: (value) => value !== undefined,
  JSONObject: isJsonObject,
  String: (value) => typeof value === 'string',
  UUID: (value) => typeof value === 'string' && uuid.test(value),
};

/** Hears of every leaf of an answer. */
export type NoteLeaf = (type: string, field: string, value: unknown) => void;

/**
 * Checks the data of an answer against what the operation asked for: every field and no other, in order, of its type,
 * and null only where the type allows it.
 * @throws Error that names the first place where it is otherwise
 */
export function checkShape({ query, variables }: Operation, data: unknown, note: NoteLeaf): void {
  const { definitions } = parse(query);
  const fragments = new Map<string, FragmentDefinitionNode>();
  for (const one of definitions) if (one.kind === Kind.FRAGMENT_DEFINITION) fragments.set(one.name.value, one);
  const operation = definitions.find((one) => one.kind === Kind.OPERATION_DEFINITION);
  const root = operation && schema.getRootType(operation.operation);
  if (operation === undefined || root == null) throw new Error('There is no operation');

  function isIncluded({ directives = [] }: { directives?: FieldNode['directives'] }): boolean {
    return directives.every(({ name, arguments: [argument] = [] }) => {
      const value = argument?.value;
      const is =
        value?.kind === Kind.VARIABLE ? variables[value.name.value] : value?.kind === Kind.BOOLEAN && value.value;
      return (name.value === 'skip') !== is;
    });
  }

  function collect(type: string, sets: readonly SelectionSetNode[], found = new Map<string, FieldNode[]>()) {
    for (const selection of sets.flatMap((set) => set.selections)) {
      if (!isIncluded(selection)) continue;
      if (selection.kind === Kind.FIELD) {
        const key = (selection.alias ?? selection.name).value;
        found.set(key, [...(found.get(key) ?? []), selection]);
        continue;
      }
      const fragment = selection.kind === Kind.FRAGMENT_SPREAD ? fragments.get(selection.name.value) : selection;
      const condition = fragment?.typeCondition?.name.value ?? type;
      if (fragment !== undefined && applies(condition, type)) collect(type, [fragment.selectionSet], found);
    }
    return found;
  }

  function checkObject(
    type: GraphQLCompositeType,
    sets: readonly SelectionSetNode[],
    value: unknown,
    path: string,
  ): void {
    if (!isJsonObject(value)) throw new Error(`${path} is no object`);
    const named = isAbstractType(type) ? schema.getType(String(value.__typename)) : type;
    if (!isObjectType(named) || !applies(type.name, named.name)) throw new Error(`${path} is no ${type.name}`);
    const fields = collect(named.name, sets);
    const [asked, given] = [[...fields.keys()].join(), Object.keys(value).join()];
    if (asked !== given) throw new Error(`${path} has the fields ${given} instead of ${asked}`);
    for (const [key, nodes] of fields) {
      const name = nodes[0]?.name.value ?? '';
      const part = value[key];
      if (name === '__typename' && part !== named.name) throw new Error(`${path} calls itself ${part}`);
      if (name === '__typename') continue;
      const field = named.getFields()[name];
      if (field === undefined) throw new Error(`${named.name} has no ${name}`);
      check(field.type, nodes, part, `${path}.${key}`, (leaf) => note(named.name, name, leaf));
    }
  }

  function check(
    type: GraphQLOutputType,
    nodes: readonly FieldNode[],
    value: unknown,
    path: string,
    tell: (leaf: unknown) => void,
  ): void {
    if (value === null || value === undefined) {
      if (isNonNullType(type) || value === undefined) throw new Error(`${path} is ${value}`);
      return;
    }
    const plain = getNullableType(type);
    if (isListType(plain)) {
      if (!Array.isArray(value)) throw new Error(`${path} is no list`);
      value.forEach((item, index) => {
        check(plain.ofType, nodes, item, `${path}.${index}`, tell);
      });
    } else if (isLeafType(plain)) {
      if (!isLeaf(plain, value)) throw new Error(`${path} is no ${plain.name}: ${JSON.stringify(value)}`);
      tell(value);
    } else if (isCompositeType(plain)) {
      const sets = nodes.flatMap(({ selectionSet }) => selectionSet ?? []);
      checkObject(plain, sets, value, path);
    }
  }

  checkObject(root, [operation.selectionSet], data, 'data');
}

function applies(condition: string, type: string): boolean {
  const [wanted, own] = [schema.getType(condition), schema.getType(type)];
  return condition === type || (isAbstractType(wanted) && isObjectType(own) && schema.isSubType(wanted, own));
}

function isLeaf(type: GraphQLLeafType, value: unknown): boolean {
  if (isEnumType(type)) return type.getValues().some(({ name }) => name === value);
  const is = leaves[type.name];
  if (is === undefined) throw new Error(`Nobody has said what a ${type.name} looks like: say it in answer-shape.ts`);
  return is(value);
}
