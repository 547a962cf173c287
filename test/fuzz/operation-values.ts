import {
  type GraphQLArgument,
  type GraphQLField,
  type GraphQLInputField,
  type GraphQLInputType,
  getNullableType,
  isEnumType,
  isInputObjectType,
  isListType,
} from 'graphql';
import { hostileTexts } from '../hostile/hostile-values.ts';
import { isThingKind, type Kind, kindOf } from '../strangers/kinds.ts';
import { isRequired } from '../strangers/places.ts';
import { type TextName, text } from '../strangers/values.ts';
import type { Draw } from './draw.ts';
import type { Pools } from './pools.ts';

type Input = GraphQLArgument | GraphQLInputField;

/** What an input object needs that the schema does not say, most of the time. */
const usualParts: Record<string, readonly string[]> = {
  LeadNameInput: ['full'],
  SignalInput: ['person'],
  UpdateLeadInput: ['title'],
};

const numbers = [0, 1, 1, 2, 3, 5, 10, 25, 100, 101, -1, 2 ** 31 - 1];
/** What only leads can be meant by, whether or not the matrix of strangers says so. */
const namesLead = ['winnerId', 'loserIds'];

const moments = ['2020-01-01T00:00:00Z', '2026-06-01T12:30:00.123+02:00', '2100-01-01T00:00:00Z'];
const jsons: unknown[] = [
  { a: 1 },
  { a: { b: null, c: [1, 'ü', { d: true }] } },
  { 'x.y': 1, $set: 'z', '': 0 },
  JSON.parse('{"__proto__":{"a":1},"then":1,"constructor":"x"}'),
  {},
];

/** Values for the inputs of a field, of the right type, and mostly ones that mean something. */
export function argumentsFor(field: GraphQLField<unknown, unknown>, draw: Draw, pools: Pools): Record<string, unknown> {
  function given(input: Input, usual: boolean, among: number): boolean {
    return isRequired(input) || usual || draw.chance(Math.min(0.3, 3 / among));
  }

  function makeValue(type: GraphQLInputType, declared: string, path: readonly string[], depth: number): unknown {
    const plain = getNullableType(type);
    if (plain === type && depth > 0 && draw.chance(0.02)) return null;
    if (isListType(plain)) {
      return draw.times(draw.chance(0.03) ? 0 : 1 + draw.below(3), () => makeValue(plain.ofType, declared, path, 0));
    }
    if (isEnumType(plain)) return draw.of(plain.getValues()).name;
    if (!isInputObjectType(plain)) return leafOf(plain.name, declared, path);
    const all = Object.values(plain.getFields());
    const fields = all.filter((part) => {
      const isUsual = usualParts[plain.name]?.includes(part.name) ?? false;
      return given(part, isUsual && draw.chance(0.97), all.length);
    });
    const made = Object.fromEntries(
      fields.map((part) => [
        part.name,
        makeValue(part.type, `${plain.name}.${part.name}`, [...path, part.name], depth + 1),
      ]),
    );
    return plain.name === 'UpdateCampaignLeadInput' && draw.chance(0.5) ? { ...made, ...pools.draft } : made;
  }

  function leafOf(type: string, declared: string, path: readonly string[]): unknown {
    if (type === 'Boolean') return draw.chance(0.5);
    if (type === 'Int') return draw.of(numbers);
    if (type === 'Float') return draw.of([0, 0.5, 0.75, 1, 2, -1, 1e308]);
    if (type === 'DateTime') return draw.of(moments);
    if (type === 'JSON') return draw.of([...jsons, 1, null, 'x', [1]]);
    if (type === 'JSONObject') return draw.of(jsons);
    if (!['String', 'ID', 'UUID'].includes(type)) throw new Error(`Nobody has said what to give for ${type}`);
    const name = path.at(-1) ?? '';
    if (name === 'mergeId') return draw.of(pools.merges());
    const kind = namesLead.includes(name) ? 'lead' : kindOf({ declared, path, field });
    if (type === 'UUID') return draw.of(draw.chance(0.95) && isThingKind(kind) ? pools.idsOf(kind) : pools.uuids());
    if (type === 'ID' && draw.chance(0.95)) return draw.of(isThingKind(kind) ? pools.idsOf(kind) : pools.ids());
    if (kind === 'cursor' && draw.chance(0.95)) return draw.of(pools.cursors());
    if (kind === undefined || draw.chance(0.02)) return draw.of(hostileTexts);
    return plausible(kind, draw);
  }

  return Object.fromEntries(
    field.args
      .filter((argument) => given(argument, false, 6))
      .map((argument) => [argument.name, makeValue(argument.type, argument.name, [argument.name], 0)]),
  );
}

/** Few enough texts that things are found again, and that identifiers meet. */
function plausible(kind: Kind, draw: Draw): string {
  const number = draw.below(12);
  if (kind === 'email')
    return draw.of([`p${number}@mailhost.com`, ` P${number}@Mailhost.com`, `info@firm${number}.com`]);
  if (kind === 'linkedin') return `https://www.linkedin.com/${draw.of(['in', 'company'])}/x${number}`;
  if (kind === 'domain' || kind === 'otherDomain')
    return draw.of([`firm${number}.com`, `https://www.firm${number}.com/a`]);
  if (kind === 'url') return `https://news.com/${number}`;
  if (kind === 'phone') return `+49309018${200 + number}`;
  if (kind === 'recordId' || kind === 'idempotencyKey' || kind === 'jsonKey') return `r-${number}`;
  if (kind === 'provider') return draw.of(['apollo', 'hubspot']);
  if (isThingKind(kind) || kind === 'node' || kind === 'cursor' || kind === 'companyId' || kind === 'json')
    return `r-${number}`;
  return `${text(kind satisfies TextName, 'mine')} ${number}`;
}
