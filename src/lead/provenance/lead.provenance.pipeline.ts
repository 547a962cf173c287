import { type Expression, literal, orEmpty } from '../../mongo/expressions.ts';
import type { WriteStamp } from '../history/lead.history.pipeline.ts';
import type { CreateLeadInput, UpdateLeadInput } from '../lead.rules.ts';
import { isKept, type JsonNode, jsonNode, leavesOf, listFields, nodesOf } from './lead.provenance.ts';

/** The stored paths of a lead that an input may set or clear. */
interface Reach {
  plain: readonly string[];
  lists: readonly string[];
  json: readonly JsonNode[];
  /** JSON fields that are cleared. */
  emptied: readonly string[];
}

const plainFields = ['title', 'domain', 'industry', 'size', 'status', 'source', 'raw'] as const;
const parts = {
  name: ['full', 'first', 'last', 'short', 'aliases'],
  company: ['name', 'id', 'domain'],
  location: ['city', 'state', 'country', 'raw'],
} as const;
const jsonFields = ['attributes', 'metadata'] as const;

/** What an input speaks of. Of a creation, only what it has a value for: null changes nothing there. */
export function reachOf(input: Omit<CreateLeadInput, 'type'> | UpdateLeadInput, mode: 'create' | 'update'): Reach {
  const given = (value: unknown) => (mode === 'create' ? value != null : value !== undefined);
  const contacts = given(input.contacts) || given(input.email) || given(input.phone);
  const partsOf = Object.entries(parts).flatMap(([field, names]) => {
    const value: Readonly<Record<string, unknown>> | null | undefined = input[field as keyof typeof parts];
    if (!given(value)) return [];
    // A full name sets its parts, too, and they set the full name.
    const all = mode === 'update' || value == null;
    const said = names.filter((name, at) => all || given(value[name]) || (field === 'name' && at < 3));
    return said.map((name) => `${field}/${name}`);
  });
  return {
    plain: [...plainFields.filter((field) => given(input[field])), ...partsOf],
    lists: listFields.filter((field) => (field === 'contacts' ? contacts : given(input[field as 'socials']))),
    json: jsonFields.flatMap((field) => {
      const json = input[field];
      return json == null ? [] : [jsonNode(field, json)];
    }),
    emptied: mode === 'create' ? [] : jsonFields.filter((field) => input[field] === null),
  };
}

/** The value at a path of keys, whatever characters these have. */
function valueAt(root: string, keys: readonly string[]): Expression {
  const isPlain = keys.every((key) => /^[A-Za-z_][\w-]*$/.test(key));
  const way = root === '' ? '$' : `$${root}.`;
  if (isPlain) return `${way}${keys.join('.')}`;
  return keys
    .slice(1)
    .reduce<Expression>((input, key) => ({ $getField: { field: literal(key), input } }), `${way}${keys[0]}`);
}

/** A path, and the keys that lead there. */
type Place = readonly [path: string, keys: readonly string[]];

/**
 * The values at these paths as a list of `{ k v }`: one object taken apart, and paths with a dot, which it cannot have
 * as keys.
 */
function valuesAt(root: string, places: readonly Place[]): Expression {
  const isKey = ([path]: Place) => !path.includes('.');
  const values = Object.fromEntries(places.filter(isKey).map(([path, keys]) => [path, valueAt(root, keys)]));
  const unnamed = places.filter((place) => !isKey(place));
  const others = unnamed.map(([k, keys]) => ({ k, v: valueAt(root, keys) }));
  const list: Expression = { $objectToArray: values };
  return others.length === 0 ? list : { $concatArrays: [list, others] };
}

/** The paths (`k`) in a list of `{ k v }` whose entry, `$$value`, meets the condition. */
function pathsOf(values: Expression, cond: Expression): Expression {
  return { $map: { input: { $filter: { input: values, as: 'value', cond } }, as: 'value', in: '$$value.k' } };
}

/** The stored origins without the paths in `$$gone` and, with `hasUnder`, those below a path in `$$under`. */
function withoutPaths(origins: Expression, hasUnder: boolean): Expression {
  const left: Expression = { $setDifference: ['$$origin.paths', '$$gone'] };
  const beneath: Expression = {
    $anyElementTrue: {
      $map: {
        input: '$$under',
        as: 'start',
        in: { $eq: [{ $indexOfCP: ['$$path', { $concat: ['$$start', '/'] }] }, 0] },
      },
    },
  };
  const paths: Expression = hasUnder
    ? { $cond: [{ $eq: ['$$under', []] }, left, { $filter: { input: left, as: 'path', cond: { $not: [beneath] } } }] }
    : left;
  const stripped: Expression = {
    $map: { input: origins, as: 'origin', in: { $mergeObjects: ['$$origin', { paths }] } },
  };
  return { $filter: { input: stripped, as: 'origin', cond: { $ne: ['$$origin.paths', []] } } };
}

/** In bytes: past this, the origins of earlier writes are forgotten. A lead may have thousands of small values. */
const maxBytes = 256 * 1024;

function bounded(origins: Expression): Expression {
  return {
    $let: {
      vars: { earlier: origins },
      in: { $cond: [{ $gt: [{ $bsonSize: { earlier: '$$earlier' } }, maxBytes] }, [], '$$earlier'] },
    },
  };
}

/**
 * The provenance of a lead after this write: what it has changed is from its source now, and a value that stays as it
 * was keeps its own. `before` holds the lead as it was, `changed` whether readers see any change.
 *
 * @param confirmed paths whose value is from this source now though it has not changed
 */
export function provenanceWith(
  input: Omit<CreateLeadInput, 'type'> | UpdateLeadInput,
  { source, author, now }: WriteStamp & { source: string },
  mode: 'create' | 'update',
  confirmed?: Expression,
): Expression {
  const { plain, lists, json, emptied } = reachOf(input, mode);
  const leaves = json.flatMap((node) => leavesOf(node)).filter(isKept);
  const nodes = json.flatMap((node) => nodesOf(node));
  const places = [
    ...plain.map((path): Place => [path, path.split('/')]),
    ...leaves.map(({ path, keys }): Place => [path, keys]),
  ];
  const entry =
    (within: string, besides: string) =>
    (field: string): Expression => ({
      $map: {
        input: { $setDifference: [orEmpty(`$${within}${field}.canonical`), orEmpty(`$${besides}${field}.canonical`)] },
        as: 'entry',
        in: { $concat: [`${field}/`, '$$entry'] },
      },
    });
  const wrote: Expression[] = [
    // In the order of values, null comes before every other value, and what is missing before null.
    ...(places.length === 0 ? [] : [pathsOf({ $setDifference: ['$$now', '$$was'] }, { $gt: ['$$value.v', null] })]),
    ...lists.map(entry('', 'before.')),
    ...(confirmed === undefined ? [] : [confirmed]),
  ];
  const gone: Expression[] = [
    '$$wrote',
    ...(places.length === 0 ? [] : ['$$lost.k']),
    ...(mode === 'create' ? [] : lists.map(entry('before.', ''))),
    // An object at a path is no value of that path.
    ...nodes.map(({ path, keys }) => ({
      $cond: [{ $eq: [{ $type: valueAt('', keys) }, 'object'] }, [literal(path)], []],
    })),
  ];
  // Where a value has replaced an object, or an object was removed, the values inside it are gone.
  const under: Expression[] = [
    ...(emptied.length === 0 ? [] : [literal(emptied)]),
    ...(leaves.length === 0 ? [] : [pathsOf('$$lost', { $eq: [{ $type: '$$value.v' }, 'object'] })]),
  ];
  const own = { source: literal(source), author: literal(author), at: now, paths: '$$wrote' };
  const vars = {
    gone: all(gone),
    ...(under.length === 0 ? {} : { under: all(under) }),
  };
  const earlier: Expression = {
    $let: { vars, in: bounded(withoutPaths(orEmpty('$before.provenance'), under.length > 0)) },
  };
  const saysNothing: Expression = { $eq: ['$$wrote', []] };
  // A new lead always gets an origin, even one without paths.
  const isSilent: Expression = mode === 'update' ? saysNothing : { $and: [{ $ne: ['$before', null] }, saysNothing] };
  const origins: Expression = {
    $let: {
      vars: {
        wrote: confirmed === undefined ? all(wrote) : { $setUnion: wrote },
        ...(places.length === 0 ? {} : { lost: { $setDifference: ['$$was', '$$now'] } }),
      },
      in: { $concatArrays: [earlier, { $cond: [isSilent, [], [own]] }] },
    },
  };
  const value: Expression =
    places.length === 0
      ? origins
      : { $let: { vars: { was: valuesAt('before', places), now: valuesAt('', places) }, in: origins } };
  const moves: Expression = confirmed === undefined ? '$changed' : { $or: ['$changed', { $ne: [confirmed, []] }] };
  return { $cond: [moves, value, '$provenance'] };
}

function all(lists: readonly Expression[]): Expression {
  const [first] = lists;
  return lists.length === 1 && first !== undefined ? first : { $concatArrays: [...lists] };
}
