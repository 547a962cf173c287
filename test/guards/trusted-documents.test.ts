import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { getIntrospectionQuery, parse, print, stripIgnoredCharacters } from 'graphql';
import { describe, expect, test } from 'vitest';
import { LeadsDocument, ViewerDocument } from '../../schema/generated/graphql.ts';
import { createTestGateway } from '../support/gateway.ts';
import { post } from './support.ts';

const folder = new URL('../../schema/operations/', import.meta.url);
const files = readdirSync(folder).filter((name) => name.endsWith('.graphql'));
const viewer = readFileSync(new URL('18-viewer.graphql', folder), 'utf8');
const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');
const persisted = (sha256Hash: string) => ({ extensions: { persistedQuery: { version: 1, sha256Hash } } });

const gateway = await createTestGateway({}, {}, { trustedDocuments: true });
const client = await gateway.client();

describe('a trusted document', () => {
  const asked: [string, Parameters<typeof post>[1]][] = [
    ['its text', { query: viewer }],
    ['its text as codegen writes it', { query: ViewerDocument.toString() }],
    ['its text without spaces', { query: stripIgnoredCharacters(viewer) }],
    ['its text with other comments', { query: `# Mine\n${viewer.replace('{', '{ # here,\n')}` }],
    ['its text and its name', { query: viewer, operationName: 'Viewer' }],
    ['the hash that codegen gives it', { documentId: `sha256:${ViewerDocument.__meta__?.hash}` }],
    ['that hash without its prefix', { documentId: `${ViewerDocument.__meta__?.hash}` }],
    ['the hash of its file', { documentId: `sha256:${sha256(viewer)}` }],
    ['the hash that Apollo sends', persisted(sha256(print(parse(viewer))))],
    [
      'the hash and the text, as Apollo repeats them',
      { query: print(parse(viewer)), ...persisted(sha256(print(parse(viewer)))) },
    ],
  ];
  test.each(asked)('is known by %s', async (_what, body) => {
    const { result } = await post(gateway, body);
    expect(result).toEqual({ data: { viewer: expect.objectContaining({ keyName: 'test' }) } });
  });

  test.each(files)('%s is one', async (name) => {
    const query = readFileSync(new URL(name, folder), 'utf8');
    const { result } = await post(gateway, { query });
    expect(result.errors?.[0]?.extensions?.code).not.toBe('UNTRUSTED_DOCUMENT');
  });

  test('gets its variables, and its limits', async () => {
    const documentId = LeadsDocument.__meta__?.hash as string;
    await client.services.lead.create({ type: 'company', name: { full: 'Acme' } });
    const headers = { authorization: `Bearer ${client.key}` };
    const answered = await post(gateway, { documentId, variables: { first: 1 } }, headers);
    expect(answered.result.data).toMatchObject({
      leads: { totalCount: 1, edges: [{ node: { name: { full: 'Acme' } } }] },
    });
    const refused = await post(gateway, { documentId, variables: { first: 101 } }, headers);
    expect(refused.result.errors?.[0]?.extensions?.code).toBe('INVALID_INPUT');
  });

  test('is answered to GET, too', async () => {
    const response = await gateway.fetch(`/graphql?documentId=sha256:${ViewerDocument.__meta__?.hash}`, {
      headers: { authorization: `Bearer ${client.key}`, 'content-type': 'application/json' },
    });
    expect(await response.json()).toMatchObject({ data: { viewer: { keyName: 'test' } } });
  });
});

describe('anything else is refused', () => {
  const [, body = ''] = viewer.split('query Viewer');
  const others: [string, Parameters<typeof post>[1]][] = [
    ['another document', { query: '{ viewer { keyName } }' }],
    ['a trusted one with a field more', { query: viewer.replace('keyName', 'keyName workspaceId') }],
    [
      'a trusted one with an operation more',
      { query: `${viewer} query Other { viewer { keyName } }`, operationName: 'Viewer' },
    ],
    ['a trusted one under another name', { query: `query Other${body}` }],
    ['a trusted one in a comment', { query: `# ${viewer.replaceAll('\n', ' ')}\n{ viewer { keyName } }` }],
    ['another document beside a trusted hash', { query: '{ viewer { keyName } }', documentId: sha256(viewer) }],
    ['introspection, also for GraphiQL', { query: getIntrospectionQuery(), operationName: 'IntrospectionQuery' }],
    ['no document', {}],
    ['an empty one', { query: '' }],
    ['no GraphQL', { query: '\u0000 {{{' }],
    ['an unknown hash', { documentId: sha256('x') }],
    ['a name of an object', { documentId: '__proto__' }],
    ['an unknown hash as Apollo sends it', persisted(sha256('x'))],
    ['a hash that is none', { extensions: { persistedQuery: { version: 1, sha256Hash: ['x'] } } }],
  ];
  test.each(others)('%s', async (_what, sent) => {
    const { result } = await post(gateway, sent, { accept: 'application/graphql-response+json' });
    expect(result).toEqual({
      errors: [
        {
          message: 'The gateway runs only documents that it knows, and this is none of them',
          extensions: { code: 'UNTRUSTED_DOCUMENT' },
        },
      ],
    });
  });

  test('but not where documents need not be trusted', async () => {
    const open = await createTestGateway();
    expect((await post(open, { query: '{ viewer { keyName } }' })).result.data).toEqual({
      viewer: { keyName: 'test' },
    });
    expect((await post(open, { documentId: sha256(viewer) })).result.errors?.[0]?.extensions?.code).toBe('BAD_REQUEST');
  });
});
