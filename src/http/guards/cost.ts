import {
  type DocumentNode,
  type FieldNode,
  type GraphQLCompositeType,
  type GraphQLField,
  type GraphQLObjectType,
  type GraphQLSchema,
  getNamedType,
  getNullableType,
  isAbstractType,
  isCompositeType,
  isListType,
  type OperationDefinitionNode,
  SchemaMetaFieldDef,
  type SelectionNode,
  type SelectionSetNode,
  TypeMetaFieldDef,
} from 'graphql';
import { QueryTooComplexError } from '../../shared/limit.errors.ts';
import type { RequestLimits } from '../../shared/limits.ts';
import { defaultPageSize } from '../../shared/paging.ts';
import { argumentReader, type ReadArgument, type Variables } from './arguments.ts';
import { introspectionRows } from './introspection-rows.ts';
import { appliesTo, collectFields, fragmentsOf, selectionsOf } from './selections.ts';

/** How many rows a list of unknown length counts for: contacts, lists of a lead, issues of an error. */
const usualRows = 5;

/** Where a selection stands. */
interface Place {
  /** How many rows its lists have, where what it belongs to was asked for so many. */
  rows: number | null;
  belowAllTypes: boolean;
}

export interface Operation {
  schema: GraphQLSchema;
  document: DocumentNode;
  operation: OperationDefinitionNode;
  variables: Variables;
}

/**
 * What an operation costs: one for each field that it may resolve. A page counts with the rows it is asked for, the
 * answer to a batch with the length of the batch. @skip and @include are followed, and variables are read, so this is
 * no rule of validation, whose results are kept by document alone.
 * @throws QueryTooComplexError where the counting itself takes more steps than the limit allows fields
 */
export function costOf({ schema, document, operation, variables }: Operation, limits: RequestLimits): number {
  const fragments = fragmentsOf(document);
  const read = argumentReader(operation, variables);
  let steps = 0;

  function isIncluded(selection: SelectionNode): boolean {
    steps += 1;
    if (steps > limits.cost) throw tooCostly(limits.cost, steps);
    const asked = (name: string) => {
      const directive = selection.directives?.find((one) => one.name.value === name);
      return directive === undefined ? undefined : read(directive, 'if');
    };
    return asked('skip') !== true && asked('include') !== false;
  }

  function costOfSelection(type: GraphQLCompositeType, sets: readonly SelectionSetNode[], place: Place): number {
    if (!isAbstractType(type)) return costOfObject(type, sets, place);
    return schema.getPossibleTypes(type).reduce((most, one) => Math.max(most, costOfObject(one, sets, place)), 0);
  }

  function costOfObject(type: GraphQLObjectType, sets: readonly SelectionSetNode[], place: Place): number {
    const fields = collectFields(fragments, sets, isIncluded, (condition) => appliesTo(schema, condition, type));
    let cost = 0;
    for (const nodes of fields.values()) cost += costOfField(type, nodes, place);
    return cost;
  }

  function costOfField(parent: GraphQLObjectType, nodes: readonly FieldNode[], place: Place): number {
    const [node] = nodes;
    if (node === undefined) return 0;
    const field = fieldOf(schema, parent, node.name.value);
    const type = field && getNamedType(field.type);
    if (field === undefined || !isCompositeType(type)) return 1;
    const list = isListType(getNullableType(field.type));
    const below = selectionsOf(nodes);
    if (parent.name.startsWith('__')) {
      const rows = introspectionRows(schema, parent, field, place.belowAllTypes);
      const belowAllTypes = list && (place.belowAllTypes || parent.name === '__Schema');
      return 1 + rows * costOfSelection(type, below, { rows: null, belowAllTypes });
    }
    const readOwn: ReadArgument = (name) => read(node, name);
    const batch = longestList(field, readOwn);
    const rows = list ? (place.rows ?? batch ?? usualRows) : 1;
    const inside = pageSize(field, readOwn) ?? (list ? null : batch);
    return 1 + rows * costOfSelection(type, below, { rows: inside, belowAllTypes: false });
  }

  function pageSize(field: GraphQLField<unknown, unknown>, readOwn: ReadArgument): number | null {
    if (!field.args.some(({ name }) => name === 'first')) return null;
    const asked = readOwn('first') ?? readOwn('last') ?? defaultPageSize;
    // What is out of range is refused by the field, before it reads anything.
    return typeof asked === 'number' ? Math.min(Math.max(asked, 1), limits.pageSize) : limits.pageSize;
  }

  const root = schema.getRootType(operation.operation);
  const top = { rows: null, belowAllTypes: false };
  return root == null ? 0 : Math.ceil(costOfSelection(root, [operation.selectionSet], top));
}

/**
 * The same, remembered by operation and by all that a cost depends on in its variables: numbers, booleans, and lengths of
 * lists.
 */
export function createCosts(limits: RequestLimits) {
  const known = new WeakMap<OperationDefinitionNode, Map<string, number>>();
  return (asked: Operation): number => {
    const costs = known.get(asked.operation) ?? new Map<string, number>();
    known.set(asked.operation, costs);
    const measure = measureOf(asked);
    const cost = costs.get(measure) ?? costOf(asked, limits);
    if (costs.size < maxRemembered) costs.set(measure, cost);
    return cost;
  };
}

/** Costs of one operation: clients ask for few sizes of pages and batches. */
const maxRemembered = 50;

/** What of the variables can change a cost, as text: as `pageSize`, `longestList` and the directives read them. */
function measureOf({ operation, variables }: Operation): string {
  const names = operation.variableDefinitions ?? [];
  return names.map(({ variable }) => measured(variables[variable.name.value])).join(' ');
}

function measured(value: unknown): string {
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  if (typeof value !== 'object' || value === null) return value === null ? 'null' : typeof value;
  if (Array.isArray(value)) return `[${value.length}]`;
  let longest: number | null = null;
  const fields = value as Record<string, unknown>;
  for (const name in fields) {
    const list = fields[name];
    if (Array.isArray(list)) longest = Math.max(longest ?? 0, list.length);
  }
  return `{${longest ?? ''}}`;
}

/** @throws QueryTooComplexError */
export function checkCost(cost: number, { cost: max }: RequestLimits): void {
  if (cost > max) throw tooCostly(max, cost);
}

function tooCostly(max: number, found: number): QueryTooComplexError {
  const message = `The operation may resolve ${found} fields, at most ${max} are allowed: ask for smaller pages or fewer fields`;
  return new QueryTooComplexError(message, { limit: 'cost', max, found });
}

function fieldOf(schema: GraphQLSchema, parent: GraphQLObjectType, name: string) {
  if (parent === schema.getQueryType()) {
    if (name === SchemaMetaFieldDef.name) return SchemaMetaFieldDef;
    if (name === TypeMetaFieldDef.name) return TypeMetaFieldDef;
  }
  return parent.getFields()[name];
}

/** The length of the longest list among the arguments, or inside the objects among them. */
function longestList(field: GraphQLField<unknown, unknown>, readOwn: ReadArgument): number | null {
  let longest: number | null = null;
  for (const { name } of field.args) {
    const value = readOwn(name);
    const candidates =
      typeof value === 'object' && value !== null && !Array.isArray(value) ? Object.values(value) : [value];
    for (const list of candidates) {
      if (Array.isArray(list)) longest = Math.max(longest ?? 1, list.length);
    }
  }
  return longest;
}
