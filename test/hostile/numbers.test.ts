import fc from 'fast-check';
import { beforeAll, describe, expect, test } from 'vitest';
import { findInexactInteger } from '../../src/shared/json.ts';
import { runs, timeFor } from '../lead/json-values.ts';
import { leadCalls, person } from '../lead/lead-calls.ts';
import { createTestGateway, type TestClient, type TestGateway } from '../support/gateway.ts';

let gateway: TestGateway;
let client: TestClient;
let id: string;

beforeAll(async () => {
  gateway = await createTestGateway();
  client = await gateway.client();
  id = (await leadCalls(client).create(person())).lead.id;
});

type Door = (number: string) => Promise<{ status: number; text: string }>;

async function post(path: string, method: string, body: string) {
  const headers = { authorization: `Bearer ${client.key}`, 'content-type': 'application/json' };
  const response = await gateway.fetch(path, { method, headers, body });
  return { status: response.status, text: await response.text() };
}

const mutation =
  'mutation($input: UpdateLeadInput!) { updateLead(input: $input) { ... on UpdateLeadPayload { lead { raw } } ... on Error { code } } }';
const inline = (number: string) =>
  `mutation { updateLead(input: { id: "${id}", raw: { n: [${number}] } }) { ... on UpdateLeadPayload { lead { raw } } ... on Error { code } } }`;

/** Each way for a number to be stored. */
const doors: Record<string, Door> = {
  variables: (number) =>
    post('/graphql', 'POST', `{"query":"${mutation}","variables":{"input":{"id":"${id}","raw":{"n":[${number}]}}}}`),
  documents: (number) => post('/graphql', 'POST', JSON.stringify({ query: inline(number) })),
  REST: (number) => post('/api/leads', 'PATCH', `{"id":"${id}","raw":{"n":[${number}]}}`),
};

async function readBack(): Promise<string> {
  const { text } = await post('/graphql', 'POST', JSON.stringify({ query: `{ lead(id: "${id}") { raw } }` }));
  return /"n":\[([^\]]*)\]/.exec(text)?.[1] ?? text;
}

describe.each(Object.entries(doors))('numbers in %s', (_name, send) => {
  test.each([
    ...['0', '1', '-1', '2147483647', '2147483648', '-2147483649', '9007199254740991', '-9007199254740991'],
    ...['9007199254740992', '9007199254740994', '1234567890123456800', '100000000000000000000'],
  ])('%s are kept to the digit', async (number) => {
    expect((await send(number)).text).toContain(`"n":[${number}]`);
    expect(await readBack()).toBe(number);
  });

  test.each([
    ['1.5', '1.5'],
    ['-0', '0'],
    ['1e21', '1e+21'],
    ['1E2', '100'],
    ['5e-324', '5e-324'],
    ['0.1', '0.1'],
  ])('%s are kept as the numbers that they are', async (number, shown) => {
    expect((await send(number)).status).toBe(200);
    expect(await readBack()).toBe(shown);
  });

  test.each([
    ...['9007199254740993', '-9007199254740993', '9223372036854775807', '-9223372036854775808', '18446744073709551615'],
    ...['12345678901234567890', '100000000000000000001', '9'.repeat(400), '1e400', '-1e400', '1e999999999'],
  ])('%s are refused, since another number would be stored', async (number) => {
    await send('1');
    const { status, text } = await send(number);
    expect(text).toMatch(/"code":"(BAD_REQUEST|GRAPHQL_VALIDATION_FAILED|INVALID_INPUT)"/);
    expect(status).toBeLessThan(500);
    expect(await readBack()).toBe('1');
  });

  test(
    'whole ones are kept to the digit or refused',
    async () => {
      const whole = fc.oneof(
        fc.bigInt({ min: -(2n ** 70n), max: 2n ** 70n }),
        fc.bigInt({ min: 2n ** 53n - 20n, max: 2n ** 53n + 20n }),
        fc.integer().map(BigInt),
      );
      await fc.assert(
        fc.asyncProperty(whole, async (number) => {
          const { text } = await send(String(number));
          const kept = text.includes('"errors"') || text.includes('"code"') ? null : await readBack();
          if (kept === null) expect(Number.isSafeInteger(Number(number))).toBe(false);
          else expect(kept).toBe(String(number));
        }),
        runs(60),
      );
    },
    timeFor(30_000),
  );
});

describe('the search for whole numbers that would be rounded', () => {
  const long = '12345678901234567891';
  test.each([
    ['in an object', `{"a":${long}}`, long],
    ['in a list', `[1,-${long}]`, `-${long}`],
    ['behind texts with quotes and backslashes', String.raw`{"\"${long}\\":"\\\"","b":${long}}`, long],
    ['first of several', `[${long},9007199254740993]`, long],
    ['by itself', long, long],
    ['none in a text', `{"a":"${long}","${long}":1}`, null],
    ['none in a text behind an escape', String.raw`["\\",":${long}","\"${long}"]`, null],
    ['none in fractions', '[0.12345678901234567891,12345678901234567891.5]', null],
    ['none in exponents', `[1e${'0'.repeat(20)}1,1e-${'0'.repeat(20)}1,12345678901234567891e1]`, null],
    ['none where all digits are kept', '[9007199254740992,1000000000000000000,-1234567890123456800]', null],
    ['none in what is short', '[1,-2,3.5]', null],
  ])('finds %s', (_what, json, found) => {
    expect(findInexactInteger(json)).toBe(found);
  });

  test('finds nothing in what JavaScript itself has written', () => {
    fc.assert(
      fc.property(fc.json({ noUnicodeString: false }), (json) => {
        const again = JSON.stringify(JSON.parse(json));
        expect(findInexactInteger(again)).toBeNull();
      }),
      runs(500),
    );
  });

  test('takes no longer than reading does', () => {
    const json = JSON.stringify(Array.from({ length: 20_000 }, (_, n) => [`\\"${long}`, n, '"'.repeat(20)]));
    const started = performance.now();
    JSON.parse(json);
    const read = performance.now();
    expect(findInexactInteger(json)).toBeNull();
    expect(performance.now() - read).toBeLessThan(20 * (read - started) + 50);
  });
});
