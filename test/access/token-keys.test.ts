import { createHmac } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { createTestGateway } from '../support/gateway.ts';
import { doors, enterGraphql } from './doors.ts';
import { claims, type Issuer, newKeyPair, startIssuer, tokenSettings } from './token-issuer.ts';

async function gatewayOf(issuer: Issuer) {
  const gateway = await createTestGateway({}, { tokens: { ...tokenSettings, source: { jwksUrl: issuer.jwksUrl } } });
  const client = await gateway.client();
  return {
    gateway,
    client,
    mine: () => claims(client.workspaceId),
    enter: (credential: string) => enterGraphql(gateway, { credential }),
  };
}

test.each(['RS256', 'PS256', 'ES256', 'EdDSA'])(
  'a token that is signed with a published key (%s) is good',
  async (alg) => {
    const [issuer, pair] = [await startIssuer(), await newKeyPair(alg, 'one')];
    issuer.publish(pair.jwk);
    const { enter, mine } = await gatewayOf(issuer);
    expect((await enter(await pair.sign(mine()))).status).toBe(200);
  },
);

describe('a public key', () => {
  test('is no secret of an HMAC, in whatever form it is written', async () => {
    const [issuer, pair] = [await startIssuer(), await newKeyPair('RS256', 'one')];
    issuer.publish(pair.jwk);
    const { enter, mine } = await gatewayOf(issuer);
    expect((await enter(await pair.sign(mine()))).status).toBe(200);
    const forms = [JSON.stringify(pair.jwk), String(pair.jwk.n), await pair.pem()];
    for (const form of forms) {
      for (const alg of ['HS256', 'HS384', 'HS512']) {
        const text = [{ alg, kid: 'one', typ: 'JWT' }, mine()]
          .map((part) => Buffer.from(JSON.stringify(part)).toString('base64url'))
          .join('.');
        const signature = createHmac(`sha${alg.slice(2)}`, form)
          .update(text)
          .digest('base64url');
        expect(await enter(`${text}.${signature}`)).toMatchObject({ status: 401, code: 'UNAUTHENTICATED' });
      }
    }
  });

  test('counts for its own algorithm only, and a secret in the set for none', async () => {
    const issuer = await startIssuer();
    const [published, other] = [await newKeyPair('ES256', 'one'), await newKeyPair('ES384', 'two')];
    issuer.publish(published.jwk, other.jwk, { kty: 'oct', kid: 'three', alg: 'HS256', k: 'A'.repeat(43) });
    const { enter, mine } = await gatewayOf(issuer);
    expect((await enter(await published.sign(mine()))).status).toBe(200);
    expect((await enter(await other.sign(mine()))).status).toBe(401);
    expect((await enter(await published.sign(mine(), { kid: 'two' }))).status).toBe(401);
    const text = [{ alg: 'HS256', kid: 'three' }, mine()]
      .map((part) => Buffer.from(JSON.stringify(part)).toString('base64url'))
      .join('.');
    const signature = createHmac('sha256', Buffer.from('A'.repeat(43), 'base64url'))
      .update(text)
      .digest('base64url');
    expect((await enter(`${text}.${signature}`)).status).toBe(401);
  });

  test('is fetched once, whatever comes at once', async () => {
    const [issuer, pair] = [await startIssuer(), await newKeyPair('ES256', 'one')];
    issuer.publish(pair.jwk);
    const { enter, mine } = await gatewayOf(issuer);
    const token = await pair.sign(mine());
    const answers = await Promise.all(Array.from({ length: 20 }, () => enter(token)));
    expect(answers.map(({ status }) => status)).toEqual(answers.map(() => 200));
    expect((await enter(token)).status).toBe(200);
    expect(issuer.asked()).toBe(1);
  });
});

describe('while the issuer does not answer as it should', () => {
  const ways: [string, Parameters<Issuer['answer']>[0]][] = [
    ['it fails', (response) => response.writeHead(500).end('stack trace')],
    ['it sends elsewhere', (response) => response.writeHead(302, { location: 'http://127.0.0.1:1/' }).end()],
    ['it sends no JSON', (response) => response.end('<html>')],
    ['it sends no keys', (response) => response.end('{"keys":{}}')],
    ['it cuts the connection', (response) => response.destroy()],
  ];
  test.each(ways)('%s: tokens get a coded 503 with Retry-After, and keys work', async (_what, way) => {
    const [issuer, pair] = [await startIssuer(), await newKeyPair('ES256', 'one')];
    issuer.answer(way);
    const { gateway, client, enter, mine } = await gatewayOf(issuer);
    const token = await pair.sign(mine());
    for (const [, door] of doors) {
      const answer = await door(gateway, { credential: token });
      expect(answer).toMatchObject({ status: 503, code: 'LOGIN_UNAVAILABLE' });
      expect(answer.header('retry-after')).toBe('5');
      expect(JSON.stringify(answer.body)).not.toMatch(/stack trace|127\.0\.0\.1|jwks/i);
    }
    expect((await enter(client.key)).status).toBe(200);
    expect(issuer.asked()).toBe(1);
  });
});
