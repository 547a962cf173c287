import { describe, expect, test } from 'vitest';
import { checkAnswer, readAnswers } from './http-answers.ts';
import { checkResult } from './operation-answers.ts';
import { reportOf } from './stored-report.ts';

/** What the fuzz tests look at must be able to fail: here it gets answers that are wrong. */

const safe: [string, string][] = [
  ['x-request-id', '1'],
  ['x-content-type-options', 'nosniff'],
  ['content-security-policy', 'none'],
];
const answer = (status: number, body: string, type = 'application/json') => ({
  status,
  headers: new Map([...safe, ['content-type', type] as const]),
  body,
});
const failed = (code: string, message = 'No') => JSON.stringify({ errors: [{ message, extensions: { code } }] });

const answers: [why: string, ReturnType<typeof answer>][] = [
  ['status is 503', answer(503, failed('BAD_REQUEST'))],
  ['has the code INTERNAL_SERVER_ERROR', answer(200, failed('INTERNAL_SERVER_ERROR'))],
  ['has the code TIMEOUT', answer(400, '{"error":"Late","code":"TIMEOUT"}')],
  ['no code of the list', answer(400, failed('OTHER'))],
  ['no code of the list', answer(200, '{"data":null,"errors":[{"message":"No"}]}')],
  ['no message', answer(400, '{"errors":[{"extensions":{"code":"BAD_REQUEST"}}]}')],
  ['no list of some', answer(400, '{"errors":[]}')],
  ['another shape', answer(404, '{"error":"Gone"}')],
  ['another shape', answer(400, '{"success":false,"error":"No","code":"OTHER","details":{"message":"No"}}')],
  ['something internal', answer(400, failed('BAD_REQUEST', 'MongoServerError: E11000'))],
  ['something internal', answer(400, failed('BAD_REQUEST', 'at run (/app/src/main.js:1:1)'))],
  ['answer is text/html', answer(404, '<html></html>', 'text/html')],
  ['not valid JSON', answer(400, 'Bad Request')],
  ['no x-request-id', { ...answer(200, '{}'), headers: new Map([['content-type', 'application/json']]) }],
];

test.each(answers)('an answer that is wrong: %s', (why, one) => {
  expect(() => checkAnswer(one)).toThrow(why);
});

const streams: [why: string, bytes: string][] = [
  ['no answer', 'nonsense'],
  ['no answer', 'HTTP/1.1 20 OK\r\n\r\n'],
  ['no answer', 'HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\n{}{}'],
  ['no header', 'HTTP/1.1 200 OK\r\nbad name: x\r\ncontent-length: 0\r\n\r\n'],
  ['came twice', 'HTTP/1.1 200 OK\r\ncontent-length: 0\r\ncontent-length: 0\r\n\r\n'],
  ['how long it is', 'HTTP/1.1 200 OK\r\n\r\n{}'],
  ['2 of its 3 bytes', 'HTTP/1.1 200 OK\r\ncontent-length: 3\r\n\r\n{}'],
  ['last chunk', 'HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n2\r\n{}\r\n'],
];

test.each(streams)('a connection that is wrong: %s', (why, bytes) => {
  expect(() => readAnswers(Buffer.from(bytes), false)).toThrow(why);
});

describe('an answer to an operation that is wrong', () => {
  const query = `query ($no: Boolean!) { a: viewer { keyName scopes workspaceId @skip(if: $no) }
    leads { totalCount } node(id: "x") { __typename ... on Lead { id createdAt status attributes } } }`;
  const good = {
    a: { keyName: null, scopes: ['x'] },
    leads: { totalCount: 1 },
    node: { __typename: 'Lead', id: 'x', createdAt: '2026-01-01T00:00:00.000Z', status: 'NEW', attributes: {} },
  };
  const check = (result: object) =>
    checkResult({ query, variables: { no: true } }, answer(200, JSON.stringify(result)), () => {});

  test('which is right is taken', () => {
    expect(check({ data: good })).toEqual([]);
    const nothing = { message: 'No', path: ['node'], extensions: { code: 'FORBIDDEN' } };
    expect(check({ data: { ...good, node: null }, errors: [nothing] })).toEqual(['FORBIDDEN']);
  });

  const wrong: [why: string, data: object][] = [
    ['data.a has the fields keyName', { ...good, a: { keyName: null } }],
    ['data.a has the fields', { ...good, a: { ...good.a, workspaceId: 'x' } }],
    ['data has the fields leads,a,node', { leads: good.leads, a: good.a, node: good.node }],
    ['data.a.scopes is null', { ...good, a: { keyName: null, scopes: null } }],
    ['data.a.scopes.0 is null', { ...good, a: { keyName: null, scopes: [null] } }],
    ['data.a.scopes is no list', { ...good, a: { keyName: null, scopes: 'x' } }],
    ['data.leads.totalCount is no Int', { ...good, leads: { totalCount: 1.5 } }],
    ['data.leads is no object', { ...good, leads: [] }],
    ['data.node is no Node', { ...good, node: { __typename: 'Viewer' } }],
    ['data.node.status is no LeadStatus', { ...good, node: { ...good.node, status: 'new' } }],
    ['data.node.createdAt is no DateTime', { ...good, node: { ...good.node, createdAt: 'x' } }],
    ['data.node.attributes is no JSONObject', { ...good, node: { ...good.node, attributes: [] } }],
  ];
  test.each(wrong)('%s', (why, data) => {
    expect(() => check({ data })).toThrow(why);
  });

  test('an error of something that is there', () => {
    const error = { message: 'No', path: ['a'], extensions: { code: 'FORBIDDEN' } };
    expect(() => check({ data: good, errors: [error] })).toThrow('is of no null');
  });

  test('no data, and no refusal', () => {
    const error = { message: 'No', extensions: { code: 'NOT_FOUND' } };
    expect(() => check({ errors: [error] })).toThrow('no reason');
    expect(() => check({ data: null })).toThrow('no reason');
  });
});

test('leads that are wrong are told of with all that have to do with it', () => {
  const lead = (id: string, email: string, key: string | null = null) => ({
    ...{ _id: id, version: 1, identityKeys: [`id:lead_${id}`], domain: null, socials: [], sources: [] },
    contacts: [{ value: email, key }],
    history: [{ version: 1, outcome: 'restored', id: 'run', at: new Date(0), set: ['contacts'] }],
  });
  const all = [
    lead('holds', 'jane@acme.com', 'email:jane@acme.com'),
    { ...{ _id: 'merged', mergedInto: 'holds', mergeId: 'm', identityKeys: [] }, frozen: lead('merged', 'x@acme.com') },
    lead('shows', 'jane@acme.com'),
    lead('others', 'joe@acme.com'),
  ];
  const told = reportOf(all as never, 'holds', ['email:jane@acme.com']);
  const found = (id: string) => told.includes(`id: '${id}'`);
  expect(['holds', 'merged', 'shows', 'others'].filter(found)).toEqual(['holds', 'merged', 'shows']);
  expect(told).toContain("[ 'jane@acme.com', 'email:jane@acme.com' ]");
  expect(told).toContain('restored');
});
