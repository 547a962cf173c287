import { type Expression, literal, orEmpty, orNull, type Stage } from '../../mongo/expressions.ts';
import { mergePatchExpression } from '../../mongo/merge-patch.ts';
import type { JsonObject } from '../../shared/json.ts';
import type { WriteStamp } from '../history/lead.history.pipeline.ts';
import { sourcesAbove } from '../lead.match.ts';
import type { CreateLeadInput } from '../lead.rules.ts';
import { filledJson, guardedJson } from './lead.held-json.pipeline.ts';
import { isKept, type JsonNode, jsonNode, leavesOf } from './lead.provenance.ts';

/** A full name and its parts are one value: those of two sources are not mixed. */
const nameUnit = ['name/full', 'name/first', 'name/last'];

/** The fields that each value of an input goes to, by its path, with those derived from it. */
const places: Record<string, readonly string[]> = {
  title: ['title', 'folded.title'],
  domain: ['domain', 'domainHost'],
  industry: ['industry'],
  size: ['size'],
  status: ['status'],
  source: ['source'],
  raw: ['raw'],
  'name/full': [
    ...['name.full', 'name.first', 'name.last', 'folded.full', 'folded.first', 'folded.last'],
    ...['like.full', 'like.first', 'like.last'],
  ],
  'name/short': ['name.short', 'folded.short'],
  'company/name': ['company.name', 'folded.company', 'like.company'],
  'company/id': ['company.id'],
  'company/domain': ['company.domain', 'company.host', 'like.firm'],
  'location/city': ['location.city', 'like.city'],
  'location/state': ['location.state'],
  'location/country': ['location.country', 'like.country'],
  'location/raw': ['location.raw', 'like.raw'],
};

/** The paths of `places` that an input has a value for. */
function placesOf(input: CreateLeadInput): string[] {
  const { name, company, location } = input;
  const groups = { '': input, 'name/': { full: true, short: name.short }, 'company/': company, 'location/': location };
  const given = new Set(
    Object.entries(groups).flatMap(([prefix, values]) =>
      Object.entries(values ?? {}).flatMap(([key, value]) => (value == null ? [] : [`${prefix}${key}`])),
    ),
  );
  return Object.keys(places).filter((path) => given.has(path));
}

const jsonOf = (input: CreateLeadInput): JsonNode[] => [
  jsonNode('attributes', input.attributes ?? {}),
  jsonNode('metadata', input.metadata ?? {}),
];

/** The parts of a creation's pipeline that keep values of a lead from being replaced. */
export interface Guard {
  /** Stages that go before anything is set: they leave in `held` the paths that stay as they are. */
  before: Stage[];
  /** The value of a JSON field that takes in what it may. */
  json: (field: 'attributes' | 'metadata', patch: JsonObject) => Expression;
  /** Stages that go behind what is set, and put back what is held. */
  after: Stage[];
  /** Paths whose value counts as from this source from now on, because it says what another one has written. */
  confirmed?: Expression;
}

/** What a creation may not do to a lead that exists. */
export function guardOf(
  input: CreateLeadInput,
  { source, ranking = [], onMatch = 'merge' }: WriteStamp & { source: string },
): Guard {
  const patched: Guard['json'] = (field, patch) => mergePatchExpression(`$${field}`, patch, 'ignore');
  const given = placesOf(input);
  if (onMatch === 'fill blanks') {
    return {
      before: [{ $set: { held: filled(given) } }],
      json: (field, patch) => filledJson(jsonNode(field, patch), `$${field}`),
      after: [restoreStage(given), listsStage(given.includes('domain'))],
    };
  }
  if (onMatch === 'reuse' || ranking.length === 0) {
    return { before: [], json: patched, after: [] };
  }
  const above = sourcesAbove(source, ranking);
  const confirmed = ranking.includes(source) ? { confirmed: '$confirmed' } : {};
  const confirming = ranking.includes(source)
    ? [{ $set: { confirmed: confirmedBy(input, given, source, above) } }]
    : [];
  if (above.length === 0) return { before: confirming, json: patched, after: [], ...confirmed };
  return {
    before: [{ $set: { held: heldFor(input, given, above) } }, ...confirming],
    json: (field, patch) => guardedJson(jsonNode(field, patch), `$${field}`),
    after: [restoreStage(given)],
    ...confirmed,
  };
}

/** Puts an existing lead back as it was, for a creation that leaves it alone. */
export const reused: Stage = {
  $replaceWith: {
    $cond: [{ $eq: ['$before', null] }, '$$ROOT', { $mergeObjects: ['$before', { before: '$before' }] }],
  },
};

/** The paths that these sources have written. */
function pathsOf(sources: readonly string[]): Expression {
  const theirs: Expression = {
    $filter: {
      input: orEmpty('$provenance'),
      as: 'origin',
      cond: { $in: ['$$origin.source', literal(sources)] },
    },
  };
  return { $reduce: { input: theirs, initialValue: [], in: { $concatArrays: ['$$value', '$$this.paths'] } } };
}

function unitOf(given: readonly string[]): string[] {
  return given.flatMap((path) => (path === 'name/full' ? nameUnit : [path]));
}

/** The paths of an input at which the lead has values of these sources. */
function heldFor(input: CreateLeadInput, given: readonly string[], above: readonly string[]): Expression {
  const nodes = jsonOf(input);
  const entries = nodes.flatMap((node) => [
    ...leavesOf(node)
      .filter((leaf) => leaf.value !== null && isKept(leaf))
      .map(({ path, up }) => ({ p: path, up: [...up, path], leaf: true })),
    ...objectsOf(node).map((up) => ({ p: up.at(-1), up, leaf: false })),
  ]);
  const ways = [...new Set(entries.flatMap(({ up }) => up))];
  const json: Expression = {
    $let: {
      vars: { met: { $setIntersection: [literal(ways), '$$strong'] }, over: objectsAbove },
      in: {
        $map: {
          input: {
            $filter: {
              input: literal(entries),
              as: 'entry',
              cond: {
                $or: [
                  { $ne: [{ $setIntersection: ['$$entry.up', '$$met'] }, []] },
                  { $and: ['$$entry.leaf', { $in: ['$$entry.p', '$$over'] }] },
                ],
              },
            },
          },
          as: 'entry',
          in: '$$entry.p',
        },
      },
    },
  };
  const named: Expression = { $eq: [{ $setIntersection: [literal(nameUnit), '$$strong'] }, []] };
  return {
    $let: {
      vars: { strong: pathsOf(above) },
      in: {
        $concatArrays: [
          { $setIntersection: [literal(given.filter((path) => path !== 'name/full')), '$$strong'] },
          { $cond: [named, [], literal(nameUnit)] },
          ...(entries.length === 0 ? [] : [json]),
        ],
      },
    },
  };
}

/** For each object inside a JSON input, the paths that lead down to it, the outermost first. */
function objectsOf({ path, nodes }: JsonNode, within: readonly string[] = []): string[][] {
  const up = [...within, path];
  return nodes.flatMap(({ node }) => [[...up, node.path], ...objectsOf(node, up)]);
}

/** The objects that the paths in `$$strong` lead through. */
const objectsAbove: Expression = {
  $reduce: {
    input: {
      $filter: { input: '$$strong', as: 'path', cond: { $gt: [{ $size: { $split: ['$$path', '/'] } }, 2] } },
    },
    initialValue: [],
    in: {
      $let: {
        vars: { keys: { $split: ['$$this', '/'] }, all: '$$value' },
        in: {
          $setUnion: [
            '$$all',
            {
              $map: {
                input: { $range: [2, { $size: '$$keys' }] },
                as: 'length',
                in: {
                  $reduce: {
                    input: { $slice: ['$$keys', '$$length'] },
                    initialValue: '',
                    in: { $concat: ['$$value', { $cond: [{ $eq: ['$$value', ''] }, '', '/'] }, '$$this'] },
                  },
                },
              },
            },
          ],
        },
      },
    },
  },
};

/** The paths that an input says something of. */
function saidBy(input: CreateLeadInput, given: readonly string[]): string[] {
  const leaves = jsonOf(input).flatMap((node) => leavesOf(node));
  const paths = leaves.filter((leaf) => leaf.value !== null && isKept(leaf)).map(({ path }) => path);
  return [...unitOf(given), ...paths];
}

/** The paths that are `confirmed` for a new lead: all that a ranked source has said. */
export function confirmedOfNew(
  input: CreateLeadInput,
  { source, ranking = [], onMatch = 'merge' }: WriteStamp & { source: string },
): string[] {
  const confirms = onMatch !== 'fill blanks' && onMatch !== 'reuse' && ranking.includes(source);
  return confirms ? saidBy(input, placesOf(input)) : [];
}

/** The paths of an input whose value this source takes over from those that rank below it, by saying the same. */
function confirmedBy(
  input: CreateLeadInput,
  given: readonly string[],
  source: string,
  above: readonly string[],
): Expression {
  const held: Expression = above.length === 0 ? [] : '$held';
  const own: Expression = pathsOf([source]);
  return { $setDifference: [literal(saidBy(input, given)), { $setUnion: [held, own] }] };
}

/** The paths at which the lead has a value. */
function filled(given: readonly string[]): Expression {
  const blank = (field: string): Expression => ({ $in: [orNull(`$${field}`), [null, '', literal({})]] });
  return {
    $concatArrays: given.map((path) => ({
      $cond: [blank(path.replace('/', '.')), [], path === 'name/full' ? literal(nameUnit) : literal([path])],
    })),
  };
}

/** Puts back what is held, with what is derived from it. */
function restoreStage(given: readonly string[]): Stage {
  const set = given.flatMap((path) =>
    (places[path] ?? []).map((field) => [
      field,
      { $cond: [{ $in: [path, '$held'] }, `$before.${field}`, `$${field}`] },
    ]),
  );
  return { $set: Object.fromEntries(set) };
}

/** Lists take in entries only while they are empty, and contacts only of kinds that the lead has none of. */
function listsStage(hasDomain: boolean): Stage {
  const unlessFilled = (field: string): Expression => ({
    $cond: [{ $eq: [orEmpty(`$before.${field}`), []] }, `$${field}`, `$before.${field}`],
  });
  const ofNewKinds: Expression = {
    $filter: {
      input: '$contacts',
      as: 'contact',
      cond: { $not: [{ $in: ['$$contact.kind', orEmpty('$before.contacts.kind')] }] },
    },
  };
  const unlessHeld = (field: string): Expression => ({
    $cond: [{ $in: ['domain', '$held'] }, `$before.${field}`, `$${field}`],
  });
  return {
    $set: {
      contacts: { $concatArrays: [orEmpty('$before.contacts'), ofNewKinds] },
      socials: unlessFilled('socials'),
      sources: unlessFilled('sources'),
      'name.aliases': unlessFilled('name.aliases'),
      'folded.aliases': unlessFilled('folded.aliases'),
      ...(hasDomain
        ? {
            domainKeys: unlessHeld('domainKeys'),
            domainKeysOff: unlessHeld('domainKeysOff'),
            'like.roots': unlessHeld('like.roots'),
            'like.firms': unlessHeld('like.firms'),
          }
        : {}),
    },
  };
}
