import { createHmac } from 'node:crypto';
import { EncryptJWT, type JWTPayload } from 'jose';
import { beforeAll, describe, expect, test } from 'vitest';
import { createTestGateway, type TestClient, type TestGateway } from '../support/gateway.ts';
import { doors, enterGraphql } from './doors.ts';
import { claims, newKeyPair, secret, signWithSecret, tokenSettings } from './token-issuer.ts';

let gateway: TestGateway;
let client: TestClient;
let other: TestClient;

beforeAll(async () => {
  gateway = await createTestGateway({}, { tokens: { ...tokenSettings, source: { secret } } });
  client = await gateway.client({ workspace: 'Tokens' });
  other = await gateway.client({ workspace: 'Others' });
});

const now = () => Math.floor(Date.now() / 1000);
const good = (given: Record<string, unknown> = {}) => signWithSecret(claims(client.workspaceId, given));

async function ask(token: string, query: string) {
  const response = await gateway.fetch('/graphql', {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
    body: JSON.stringify({ query }),
  });
  return response.json();
}

describe('a good token', () => {
  test.each(doors)('opens %s', async (_name, enter) => {
    const answer = await enter(gateway, { credential: await good() });
    expect(answer.code === null || answer.code === 'NOT_FOUND').toBe(true);
  });

  test('says whom the request speaks for', async () => {
    const viewer = '{ viewer { workspaceId workspaceName keyName scopes actor { kind id name } } }';
    const token = await good({ sub: 'auth0|42', name: 'Ann Lee', scope: 'leads:write openid signals:read' });
    expect(await ask(token, viewer)).toEqual({
      data: {
        viewer: {
          workspaceId: client.workspaceId,
          workspaceName: 'Tokens',
          keyName: null,
          scopes: ['leads:write', 'signals:read'],
          actor: { kind: 'USER', id: 'auth0|42', name: 'Ann Lee' },
        },
      },
    });
    expect((await ask(client.key, viewer)).data.viewer).toMatchObject({
      keyName: 'test',
      actor: { kind: 'KEY', id: expect.stringMatching(/^key_[0-9a-f]{24}$/), name: 'test' },
    });
  });

  test.each([
    ['without a name', {}],
    ['with an empty one', { name: '' }],
    ['with one that is no text', { name: { first: 'Ann' } }],
  ])('%s names the user by the subject', async (_what, given) => {
    const { data } = await ask(await good(given), '{ viewer { actor { name } } }');
    expect(data.viewer.actor).toEqual({ name: 'user-1' });
  });

  test.each([
    ['for several audiences', { aud: ['https://other.example.com', tokenSettings.audience] }],
    ['that is not yet valid, but for the skew of clocks', { nbf: now() + 20, iat: now() + 20 }],
    ['that has just expired, but for the skew of clocks', { exp: now() - 10 }],
  ])('%s', async (_what, given) => {
    expect((await enterGraphql(gateway, { credential: await good(given) })).status).toBe(200);
  });

  test.each(['JWT', 'jwt', 'at+jwt', 'application/at+jwt', undefined])('of the type %s', async (typ) => {
    const token = await signWithSecret(claims(client.workspaceId), { typ });
    expect((await enterGraphql(gateway, { credential: token })).status).toBe(200);
  });
});

describe('what a token allows', () => {
  const create = 'mutation { createLeadList(input: { name: "x" }) { __typename } }';

  test.each([
    ['leads:read', 'leads:read'],
    ['*', 'leads:read'],
    ['leads', 'leads:read'],
    ['LEADS:WRITE', 'leads:read'],
    ['leads:read,leads:write', 'leads:read'],
    ['leads:read\tleads:write', 'leads:read'],
    ['leads:read\u00a0leads:write', 'leads:read'],
    ['openid admin superuser', 'leads:read'],
    ['', 'leads:read'],
  ])('is not to write, with the scope %j', async (scope) => {
    const { errors } = await ask(await good({ scope }), create);
    expect(errors).toMatchObject([{ extensions: { code: 'FORBIDDEN' } }]);
  });

  test.each([
    ['scopes', { scopes: ['leads:write'] }],
    ['scp', { scp: 'leads:write' }],
    ['permissions', { permissions: ['leads:write'] }],
    ['__proto__', JSON.parse('{"__proto__":{"scope":"leads:write"}}')],
  ])('is nothing that stands in the claim %s', async (_claim, given) => {
    const { errors } = await ask(await good({ scope: undefined, ...given }), create);
    expect(errors).toMatchObject([{ extensions: { code: 'FORBIDDEN' } }]);
  });

  test('is only what is of its workspace', async () => {
    const { lead } = await other.services.lead.create({ type: 'company', name: { full: 'Acme' } });
    const query = `{ lead(id: "${lead.id}") { id } leads { totalCount } }`;
    expect((await ask(await good(), query)).data).toEqual({ lead: null, leads: { totalCount: 0 } });
    const token = await signWithSecret(claims(other.workspaceId));
    expect((await ask(token, query)).data).toEqual({ lead: { id: lead.id }, leads: { totalCount: 1 } });
  });
});

describe('a hostile token is UNAUTHENTICATED, with no word on why', () => {
  const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
  const unsigned = (header: object, payload: JWTPayload, signature = '') =>
    `${part(header)}.${part(payload)}.${signature}`;
  const mac = (header: object, payload: JWTPayload, key: string, hash = 'sha256') => {
    const text = `${part(header)}.${part(payload)}`;
    return `${text}.${createHmac(hash, key).update(text).digest('base64url')}`;
  };
  const mine = (given: Record<string, unknown> = {}) => claims(client.workspaceId, given);

  const cases: [string, () => string | Promise<string>][] = [
    ['algorithm none', () => unsigned({ alg: 'none', typ: 'JWT' }, mine())],
    ['algorithm None', () => unsigned({ alg: 'None', typ: 'JWT' }, mine())],
    ['algorithm none with a signature', () => unsigned({ alg: 'none' }, mine(), 'AAAA')],
    ['no algorithm', () => unsigned({ typ: 'JWT' }, mine())],
    ['no signature', async () => (await good()).replace(/[^.]+$/, '')],
    [
      'the signature of another token',
      async () => `${(await good()).replace(/[^.]+$/, '')}${(await good({ sub: 'x' })).split('.')[2]}`,
    ],
    ['changed claims', async () => (await good()).replace(/\.[^.]+\./, `.${part(mine({ scope: 'leads:write' }))}.`)],
    ['another secret', () => signWithSecret(mine(), {}, 'another secret of the same length or so, at least 32')],
    ['an empty secret', () => mac({ alg: 'HS256', typ: 'JWT' }, mine(), '')],
    ['HS512 with the secret', () => mac({ alg: 'HS512', typ: 'JWT' }, mine(), secret, 'sha512')],
    ['a key pair', async () => (await newKeyPair('RS256', 'k')).sign(mine())],
    [
      'a key that it brings itself',
      async () => {
        const pair = await newKeyPair('ES256', 'k');
        return pair.sign(mine(), { jwk: pair.jwk });
      },
    ],
    [
      'a key set that it points to',
      async () => (await newKeyPair('ES256', 'k')).sign(mine(), { jku: 'http://127.0.0.1:1/' }),
    ],
    ['a critical header that nobody knows', () => mac({ alg: 'HS256', crit: ['x'], x: 1 }, mine(), secret)],
    ['another issuer', () => good({ iss: 'https://evil.example.com/' })],
    ['almost the issuer', () => good({ iss: 'https://login.example.com' })],
    ['a list of issuers', () => signWithSecret({ ...mine(), iss: [tokenSettings.issuer] as never })],
    ['no issuer', () => good({ iss: undefined })],
    ['another audience', () => good({ aud: 'https://other.example.com' })],
    ['no audience', () => good({ aud: undefined })],
    ['an end in the past', () => good({ exp: now() - 60 })],
    ['no end', () => good({ exp: undefined })],
    ['an end that is no number', () => signWithSecret({ ...mine(), exp: 'never' as never })],
    ['a begin in the future', () => good({ nbf: now() + 120 })],
    ['an issue in the future', () => good({ iat: now() + 120 })],
    ['no time of issue', () => good({ iat: undefined })],
    ['an issue too long ago', () => good({ iat: now() - 3700 })],
    ['the type of a logout', () => signWithSecret(mine(), { typ: 'logout+jwt' })],
    ['no subject', () => good({ sub: undefined })],
    ['an empty subject', () => good({ sub: '' })],
    ['a subject that is no text', () => signWithSecret({ ...mine(), sub: { $ne: null } as never })],
    ['a subject with a line break', () => good({ sub: 'a\nb' })],
    ['an unknown workspace', () => good({ workspace_id: 'ws_000000000000000000000000' })],
    ['no workspace', () => good({ workspace_id: undefined })],
    ['a workspace that is a query', () => good({ workspace_id: { $ne: null } })],
    ['a list of workspaces', () => good({ workspace_id: [client.workspaceId, other.workspaceId] })],
    ['the name of a workspace', () => good({ workspace_id: 'Tokens' })],
    ['scopes as a list', () => good({ scope: ['leads:write'] })],
    ['scopes without end', () => good({ scope: 'leads:read '.repeat(300) })],
    ['a token in a token', async () => mac({ alg: 'HS256', cty: 'JWT' }, (await good()) as never, secret)],
    ['claims that are a list', () => mac({ alg: 'HS256' }, [mine()] as never, secret)],
    [
      'a token that is encrypted',
      () => new EncryptJWT(mine()).setProtectedHeader({ alg: 'dir', enc: 'A256GCM' }).encrypt(Buffer.alloc(32)),
    ],
    ['8 KB', () => good({ padding: 'x'.repeat(7_000) })],
    ['no base64', () => '!!!.???.***'],
    ['empty parts', () => '..'],
    ['four parts', async () => `${await good()}.x`],
  ];

  test.each(cases)('%s', async (_what, make) => {
    const answer = await enterGraphql(gateway, { credential: await make() });
    expect(answer.status).toBe(401);
    expect(answer.header('www-authenticate')).toBe('Bearer');
    const message = expect.stringMatching(
      /^(The token is not valid, or it has expired|The key is not valid, or it was revoked|The Authorization header must read "Bearer sk-workspace_…")$/,
    );
    expect(answer.body).toEqual({ errors: [{ message, extensions: { code: 'UNAUTHENTICATED' } }] });
  });
});

test('where no tokens are taken, a good one is a wrong key', async () => {
  const keysOnly = await createTestGateway();
  const { workspaceId } = await keysOnly.client();
  const token = await signWithSecret(claims(workspaceId));
  expect(await enterGraphql(keysOnly, { credential: token })).toMatchObject({ status: 401, code: 'UNAUTHENTICATED' });
});

test('users are limited one by one, in each workspace for itself', async () => {
  const limited = await createTestGateway({}, { perKey: 1, tokens: { ...tokenSettings, source: { secret } } });
  const [a, b] = [await limited.client(), await limited.client()];
  const enter = async (workspaceId: string, sub: string) =>
    (await enterGraphql(limited, { credential: await signWithSecret(claims(workspaceId, { sub })) })).status;
  expect([await enter(a.workspaceId, 'ann'), await enter(a.workspaceId, 'ann')]).toEqual([200, 429]);
  expect([await enter(a.workspaceId, 'bob'), await enter(b.workspaceId, 'ann')]).toEqual([200, 200]);
});

test('wrong tokens count as wrong keys, and a good one works all the same', async () => {
  const strict = await createTestGateway({}, { failedLogins: 2, tokens: { ...tokenSettings, source: { secret } } });
  const { workspaceId } = await strict.client();
  const wrong = await signWithSecret(claims(workspaceId), {}, 'another secret of the same length or so, at least 32');
  const statuses = [];
  for (let turn = 0; turn < 3; turn += 1) statuses.push((await enterGraphql(strict, { credential: wrong })).status);
  expect(statuses).toEqual([401, 401, 429]);
  expect((await enterGraphql(strict, { credential: await signWithSecret(claims(workspaceId)) })).status).toBe(200);
});
