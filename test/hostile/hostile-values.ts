import { type GraphQLLeafType, isEnumType } from 'graphql';

/** A value as it stands in a request: the text of JSON, so that it need not be one that JavaScript can write. */
export type JsonText = string;

const hex = 'a'.repeat(24);
const uuid = '01890000-0000-7000-8000-000000000000';

/** Texts that mean something to somebody: MongoDB, JavaScript, a shell, a page, a log, a pattern, Unicode. */
const texts = [
  ...['$$ROOT', '$name', '$where', '{"$gt":""}', '{"$ne":null}', "'; return true; //", 'a.b', '$[]', '.', '$', ''],
  ...['__proto__', 'constructor', 'prototype', 'toString', 'hasOwnProperty', '_bsontype', 'then', 'length'],
  ...['a\0b', '\0', 'x\ud800y', '\udc00', '\u202e\u2066txt.exe', '\ufeff', '\u200d', 'e\u0301', '\u{10ffff}', '\u0085'],
  ...['0', '-1', '1e400', '-0', 'NaN', 'Infinity', '9007199254740993', 'null', 'undefined', 'true', '[object Object]'],
  ...['.*', '^', '(a+)+$', `${'a'.repeat(200)}!`, '%00', '%', '../../etc/passwd', '\r\nSet-Cookie: a=b', '\t \n'],
  ...['<script>alert(1)</script>', `\${7*7}`, '{{7*7}}', '`id`', "' OR '1'='1", '@', '@@', 'a@b@c', 'http://', '//'],
  ...[
    'x'.repeat(10_000),
    '🙂'.repeat(2_500),
    '$'.repeat(3_000),
    `lead_${hex}`,
    `list_${hex}`,
    hex,
    uuid,
    'W10',
    'W3t9XQ',
  ],
];

/** JSON that is more than the text or number that was asked for. */
const structures = [
  ...['{"$gt":""}', '{"$ne":null}', '{"$regex":".*"}', '{"$where":"sleep(9e9)"}', '{"$in":[null]}', '{"$exists":true}'],
  ...[
    '{"$expr":{"$eq":[1,1]}}',
    '{"$function":{"body":"0","args":[],"lang":"js"}}',
    '{"$literal":1}',
    '{"$set":{"a":1}}',
  ],
  ...['{"$or":[{}]}', '{"$not":{"$eq":"x"}}', '{"$elemMatch":{}}', '{"$size":0}', '{"$type":2}', '{"$mod":[1,0]}'],
  ...[`{"_bsontype":"ObjectId","id":"aaaaaaaaaaaa"}`, '{"_bsontype":"Long","low":1,"high":0}', '{"_bsontype":"Code"}'],
  ...[`{"$oid":"${hex}"}`, '{"$date":0}', '{"$numberLong":"1"}', '{"$ref":"leads","$id":1,"$db":"admin"}'],
  ...['{"__proto__":{"polluted":true}}', '{"constructor":{"prototype":{"polluted":true}}}', '{"__proto__":null}'],
  ...['{"toString":"x","valueOf":1}', '{"toString":null}', '{"then":1}', '{"toJSON":1}', '{"length":1,"0":"a"}'],
  ...['{}', '[]', '[[]]', '[{"$gt":""}]', '[null]', '[[[[[[]]]]]]', '{"a.b":1,"$a":2,"0":3}', '{"":""}'],
];

const scalars = [
  ...['null', 'true', 'false', '0', '-0', '-1', '1', '1.5', '101', '2147483648', '-2147483649', '9007199254740993'],
  ...['1e400', '-1e400', '1e21', '5e-324', '12345678901234567890', '1e2'],
];

const moments = [
  ...['2026-01-01', '2026-02-30T00:00:00Z', '2026-01-01T25:00:00Z', '0000-01-01T00:00:00Z', '9999-12-31T23:59:59.999Z'],
  ...['+275760-09-13T00:00:00Z', '-271821-04-20T00:00:00Z', '2026-01-01T00:00:00+99:99', '2016-12-31T23:59:60Z'],
];

const uuids = [
  '00000000-0000-0000-0000-000000000000',
  `{${uuid}}`,
  `urn:uuid:${uuid}`,
  uuid.toUpperCase(),
  `${uuid}\n`,
];

const quoted = (values: readonly string[]) => values.map((value) => JSON.stringify(value));
const insideOf = (values: readonly JsonText[]) => values.map((value) => `{"k":${value}}`);

const byScalar: Record<string, readonly JsonText[]> = {
  String: [...quoted(texts), ...structures, ...scalars],
  ID: [...quoted(texts), ...structures, ...scalars],
  UUID: [...quoted([...texts, ...uuids]), ...structures, ...scalars],
  DateTime: [...quoted([...texts, ...moments]), ...structures, ...scalars],
  Int: [...quoted(['1', '', 'NaN', '1e3']), ...structures, ...scalars],
  Float: [...quoted(['0.5', '', 'NaN', 'Infinity', '1e3']), ...structures, ...scalars],
  Boolean: [...quoted(['true', '', 'false']), ...structures, ...scalars],
  JSON: [...quoted(texts), ...structures, ...scalars, ...insideOf(quoted(texts)), ...insideOf(scalars)],
  JSONObject: [...structures, ...scalars, ...insideOf(quoted(texts)), ...insideOf(scalars), ...keysOf(texts)],
};

function keysOf(keys: readonly string[]): JsonText[] {
  return keys.map((key) => `{${JSON.stringify(key)}:{${JSON.stringify(key)}:1}}`);
}

/**
 * Values that a leaf of this type should never get.
 * @throws Error for a scalar that nobody has thought of values for: give it some above
 */
export function hostileValuesOf(type: GraphQLLeafType): readonly JsonText[] {
  if (isEnumType(type)) {
    const inner = type.getValues().map(({ value }) => String(value));
    return [...quoted([...texts, ...inner]), ...structures, ...scalars];
  }
  return hostileValuesOfKind(type.name);
}

/** The same by the name of a scalar. */
export function hostileValuesOfKind(name: string): readonly JsonText[] {
  const values = byScalar[name];
  if (values === undefined) throw new Error(`Nobody has said what to try for ${name}: say it in hostile-values.ts`);
  return values;
}

/** The same for a parameter of a URL or a header, which is always text. */
export const hostileTexts: readonly string[] = [...texts, ...structures, ...scalars, ...moments, ...uuids];

/** What may be written into a document itself, where GraphQL's own syntax reads it. */
export const hostileLiterals = [
  ...['"$$ROOT"', '"{\\"$gt\\":\\"\\"}"', '"\\u0000"', '"\\uD800"', '"""\n  a\n  """', '""', 'null', 'true', 'ENUM'],
  ...['0', '-0', '1e400', '-1e400', '1.5', '9007199254740993', '12345678901234567890', '__proto__', 'constructor'],
  ...['{ __proto__: { polluted: true } }', '{ constructor: { prototype: { polluted: true } } }', '{ toString: 1 }'],
  ...[
    '{ _bsontype: "ObjectId", id: "aaaaaaaaaaaa" }',
    '{ then: 1 }',
    '{}',
    '[]',
    '[[[]]]',
    '[null]',
    '{ a: [{ b: ENUM }] }',
  ],
];

/** How many parts a list of values is cut into; each test takes one. `LEADGRAPH_TEST_RUNS=10` makes every test take all. */
const parts = Math.max(1, Math.ceil(10 / Number(process.env.LEADGRAPH_TEST_RUNS ?? 1)));

/** Every so manieth value, beginning with another one for each test, so that all are tried somewhere. */
export function shareOf<T>(values: readonly T[], test: number): T[] {
  return values.filter((_value, index) => index % parts === test % parts);
}
