import {
  type GraphQLCompositeType,
  type GraphQLField,
  type GraphQLObjectType,
  getNamedType,
  isCompositeType,
  isLeafType,
  isObjectType,
} from 'graphql';
import { schema } from '../../src/schema/schema.ts';
import type { Draw } from './draw.ts';
import { type Variables, writeValue } from './operation-literals.ts';
import { argumentsFor } from './operation-values.ts';
import type { Pools } from './pools.ts';

/** An operation that fits the schema. */
export interface Operation {
  query: string;
  variables: Record<string, unknown>;
}

type Field = GraphQLField<unknown, unknown>;

/** How many fields an operation has at most, about. */
const mostFields = 40;

function isError(type: GraphQLObjectType): boolean {
  return type.getInterfaces().some(({ name }) => name === 'Error');
}

/** Any operation that the schema allows: a query or a mutation of one field or more, written in any of the ways there are. */
export function anyOperation(draw: Draw, pools: Pools): Operation {
  const variables: Variables = { declarations: [], values: {} };
  const fragments: string[] = [];
  let fields = 0;
  let aliases = 0;

  function writeArguments(field: Field): string {
    const given = argumentsFor(field, draw, pools);
    const written = field.args
      .filter(({ name }) => name in given)
      .map(({ name, type }) => `${name}: ${writeValue(type, given[name], draw, variables)}`);
    return written.length === 0 ? '' : `(${written.join(', ')})`;
  }

  function writeDirective(): string {
    if (!draw.chance(0.05)) return '';
    const [name, value] = [draw.of(['skip', 'include']), draw.chance(0.5)];
    if (draw.chance(0.5)) return ` @${name}(if: ${value})`;
    variables.declarations.push(`$v${variables.declarations.length}: Boolean!`);
    const variable = `v${variables.declarations.length - 1}`;
    variables.values[variable] = value;
    return ` @${name}(if: $${variable})`;
  }

  /** @param own whether two fields of this name could differ, so that each needs a name of its own */
  function writeField(field: Field, depth: number, own: boolean): string {
    fields += 1;
    const renamed = own || field.args.length > 0 || draw.chance(0.05);
    if (renamed) aliases += 1;
    const alias = renamed ? `a${aliases}: ` : '';
    const type = getNamedType(field.type);
    const below = isCompositeType(type) ? ` ${writeSelection(type, depth + 1)}` : '';
    return `${alias}${field.name}${writeArguments(field)}${writeDirective()}${below}`;
  }

  function writeSelection(type: GraphQLCompositeType, depth: number): string {
    if (isObjectType(type)) {
      const chosen = chosenFields(type, depth).map((field) => writeField(field, depth, false));
      return `{ ${['__typename', ...chosen].join(' ')} }`;
    }
    const possible = schema.getPossibleTypes(type);
    const fails = possible.some(isError);
    const fragmented = possible.filter((one) => draw.chance(isError(one) ? 0.2 : fails ? 0.95 : 0.3));
    const written = fragmented.map((one) => writeFragment(one, depth));
    return `{ ${['__typename', ...(fails ? ['... on Error { code message }'] : []), ...written].join(' ')} }`;
  }

  function writeFragment(type: GraphQLObjectType, depth: number): string {
    const body = chosenFields(type, depth).map((field) => writeField(field, depth, true));
    const selection = `{ ${['__typename', ...body].join(' ')} }`;
    if (draw.chance(0.7)) return `... on ${type.name}${writeDirective()} ${selection}`;
    const name = `F${fragments.length}`;
    fragments.push(`fragment ${name} on ${type.name} ${selection}`);
    return `... ${name}${writeDirective()}`;
  }

  function chosenFields(type: GraphQLObjectType, depth: number): Field[] {
    const share = depth > 6 || fields > mostFields ? 0 : 0.45;
    return Object.values(type.getFields()).filter((field) => {
      const isLeaf = isLeafType(getNamedType(field.type));
      return draw.chance(isLeaf ? share : share / (field.args.length > 0 ? 2 : 1));
    });
  }

  const kind = draw.of(['query', 'mutation'] as const);
  const root = kind === 'query' ? schema.getQueryType() : schema.getMutationType();
  const roots = Object.values(root?.getFields() ?? {});
  const selected = draw.times(1 + (draw.chance(0.3) ? draw.below(3) : 0), () => writeField(draw.of(roots), 1, true));
  const declared = variables.declarations.length === 0 ? '' : `(${variables.declarations.join(', ')})`;
  const query = [`${kind} Any${declared} { __typename ${selected.join(' ')} }`, ...fragments].join('\n');
  return { query, variables: variables.values };
}
