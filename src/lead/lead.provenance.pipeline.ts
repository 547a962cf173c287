import { type Expression, literal, orEmpty } from '../mongo/expressions.ts';
import type { WriteStamp } from './lead.history.pipeline.ts';
import { isKept, type JsonNode, jsonNode, leavesOf, listFields } from './lead.provenance.ts';
import type { CreateLeadInput, UpdateLeadInput } from './lead.rules.ts';

/** What of a lead an input may have set, or cleared. */
export interface Reach {
  plain: readonly string[];
  parts: readonly string[];
  lists: readonly string[];
  json: readonly JsonNode[];
  /** JSON that is emptied. */
  emptied: readonly string[];
}

const plainFields = ['title', 'domain', 'industry', 'size', 'status', 'source', 'raw'] as const;
const partFields = ['name', 'company', 'location'] as const;
const jsonFields = ['attributes', 'metadata'] as const;

/** What an input speaks of. Of a new lead, only what it has a value for: null changes nothing there. */
export function reachOf(input: Omit<CreateLeadInput, 'type'> | UpdateLeadInput, mode: 'create' | 'update'): Reach {
  const given = (value: unknown) => (mode === 'create' ? value != null : value !== undefined);
  const contacts = given(input.contacts) || given(input.email) || given(input.phone);
  return {
    plain: plainFields.filter((field) => given(input[field])),
    parts: partFields.filter((field) => given(input[field])),
    lists: listFields.filter((field) => (field === 'contacts' ? contacts : given(input[field as 'socials']))),
    json: jsonFields.flatMap((field) => {
      const json = input[field];
      return json == null ? [] : [jsonNode(field, json)];
    }),
    emptied: mode === 'create' ? [] : jsonFields.filter((field) => input[field] === null),
  };
}

const entriesOf = (value: Expression): Expression => ({ $objectToArray: { $ifNull: [value, {}] } });
const asObject = (value: Expression): Expression => ({ $cond: [{ $eq: [{ $type: value }, 'object'] }, value, {}] });
const pathsIn = (field: string, keys: Expression): Expression => ({
  $map: { input: keys, as: 'key', in: { $concat: [`${field}/`, '$$key'] } },
});

/** The parts of a name, company or place that have a value; what is only derived from them is none. */
function filledParts(entries: Expression): Expression {
  const cond: Expression = { $not: [{ $or: [{ $in: ['$$part.v', [null, []]] }, { $eq: ['$$part.k', 'host'] }] }] };
  const filled = { $filter: { input: entries, as: 'part', cond } };
  return { $map: { input: filled, as: 'part', in: '$$part.k' } };
}

/**
 * The leaves of a JSON input whose value has changed, as `{ p r w }`: its path, whether the value is no more, and whether
 * it was an object, whose own values are no more then.
 */
function changedLeaves(json: JsonNode, before: Expression, after: Expression): Expression {
  const leaves = json.leaves.filter(isKept);
  const child = (of: string, key: string): Expression => ({ $getField: { field: literal(key), input: of } });
  const objects: Expression = {
    $filter: { input: '$$was', as: 'old', cond: { $eq: [{ $type: '$$old.v' }, 'object'] } },
  };
  const changed: Expression = {
    $map: {
      input: {
        $filter: {
          input: literal(leaves.map(({ key, path, value }) => ({ k: key, p: path, r: value === null }))),
          as: 'leaf',
          cond: { $or: [{ $in: ['$$leaf.k', '$$now.k'] }, { $in: ['$$leaf.k', '$$was.k'] }] },
        },
      },
      as: 'leaf',
      in: {
        p: '$$leaf.p',
        r: '$$leaf.r',
        w: { $in: ['$$leaf.k', { $map: { input: objects, as: 'old', in: '$$old.k' } }] },
      },
    },
  };
  const here: Expression = {
    $let: {
      vars: {
        was: { $setDifference: [{ $objectToArray: '$$b' }, { $objectToArray: '$$a' }] },
        now: { $setDifference: [{ $objectToArray: '$$a' }, { $objectToArray: '$$b' }] },
      },
      in: changed,
    },
  };
  const below = json.nodes.flatMap(({ key, node }): Expression[] => [
    changedLeaves(node, child('$$b', key), child('$$a', key)),
    // Where an object has taken the place of a value, that is no more.
    {
      $cond: [
        {
          $and: [
            { $eq: [{ $type: child('$$a', key) }, 'object'] },
            { $not: [{ $in: [{ $type: child('$$b', key) }, ['object', 'missing']] }] },
          ],
        },
        literal([{ p: node.path, r: true, w: false }]),
        [],
      ],
    },
  ]);
  return {
    $let: {
      vars: { b: asObject(before), a: asObject(after) },
      in: { $concatArrays: [...(leaves.length === 0 ? [] : [here]), ...below] },
    },
  };
}

/** The stored origins without these paths and what they lead into; expressions may use `$$gone` and `$$under`. */
function withoutPaths(origins: Expression): Expression {
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
  const paths: Expression = {
    $cond: [{ $eq: ['$$under', []] }, left, { $filter: { input: left, as: 'path', cond: { $not: [beneath] } } }],
  };
  const stripped: Expression = {
    $map: { input: origins, as: 'origin', in: { $mergeObjects: ['$$origin', { paths }] } },
  };
  return { $filter: { input: stripped, as: 'origin', cond: { $ne: ['$$origin.paths', []] } } };
}

/** Past this, what earlier writes have left is forgotten, in bytes: a lead may have thousands of small values. */
const maxBytes = 256 * 1024;

function bounded(earlier: Expression, own: Expression): Expression {
  const size: Expression = { $bsonSize: { earlier: '$$earlier' } };
  return {
    $let: {
      vars: { earlier, own },
      in: { $cond: [{ $gt: [size, maxBytes] }, '$$own', { $concatArrays: ['$$earlier', '$$own'] }] },
    },
  };
}

/**
 * Where the values of a lead come from behind this write: what it has set is from its source now. The lead's former self
 * is in `before`, what changed in `delta` and `changed`; a value that stays as it was keeps its source.
 *
 * @param confirmed paths whose value is from this source now though it has not changed
 */
export function provenanceWith(
  { plain, parts, lists, json, emptied }: Reach,
  { source, author, now }: WriteStamp & { source: string },
  mode: 'create' | 'update',
  confirmed?: Expression,
): Expression {
  const moves: Expression = confirmed === undefined ? '$changed' : { $or: ['$changed', { $ne: [confirmed, []] }] };
  const leaves = json.flatMap((node) => leavesOf(node)).filter((leaf) => leaf.value !== null && isKept(leaf));
  const changes: Expression = {
    $cond: [
      { $eq: ['$before', null] },
      literal(leaves.map(({ path }) => ({ p: path, r: false, w: false }))),
      { $concatArrays: json.map((node) => changedLeaves(node, `$before.${node.path}`, `$${node.path}`)) },
    ],
  };
  const leavesThat = (cond: Expression): Expression => ({
    $map: { input: { $filter: { input: '$$json', as: 'leaf', cond } }, as: 'leaf', in: '$$leaf.p' },
  });
  const difference = (a: Expression, b: Expression): Expression => ({ $setDifference: [a, b] });
  const wrote: Expression[] = [
    { $setIntersection: [literal(plain), '$delta.now.k'] },
    ...parts.map((field) =>
      pathsIn(field, filledParts(difference(entriesOf(`$${field}`), entriesOf(`$before.${field}`)))),
    ),
    ...lists.map((field) =>
      pathsIn(field, difference(orEmpty(`$${field}.canonical`), orEmpty(`$before.${field}.canonical`))),
    ),
    ...(json.length === 0 ? [] : [leavesThat({ $not: ['$$leaf.r'] })]),
    ...(confirmed === undefined ? [] : [confirmed]),
  ];
  const gone: Expression[] = [
    ...(json.length === 0 ? [] : [leavesThat('$$leaf.r')]),
    ...(mode === 'create'
      ? []
      : [
          difference('$delta.was.k', '$delta.now.k'),
          ...parts.map((field) =>
            pathsIn(field, difference(filledParts(entriesOf(`$before.${field}`)), filledParts(entriesOf(`$${field}`)))),
          ),
          ...lists.map((field) =>
            pathsIn(field, difference(orEmpty(`$before.${field}.canonical`), orEmpty(`$${field}.canonical`))),
          ),
        ]),
  ];
  const own: Expression = {
    $cond: [
      { $eq: ['$$wrote', []] },
      [],
      [{ source: literal(source), author: literal(author), at: now, paths: '$$wrote' }],
    ],
  };
  const under: Expression = {
    $concatArrays: [literal(emptied), ...(json.length === 0 ? [] : [leavesThat('$$leaf.w')])],
  };
  const next: Expression = {
    $let: {
      vars: { wrote: confirmed === undefined ? { $concatArrays: wrote } : { $setUnion: wrote } },
      in: {
        $let: {
          vars: { gone: { $concatArrays: ['$$wrote', ...gone] }, under },
          in: bounded(withoutPaths(orEmpty('$before.provenance')), own),
        },
      },
    },
  };
  const value: Expression = json.length === 0 ? next : { $let: { vars: { json: changes }, in: next } };
  return { $cond: [moves, value, '$provenance'] };
}
