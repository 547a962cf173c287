import { serverAudits } from 'graphql-http';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type ServedGateway, serveGateway } from './served.ts';

let served: ServedGateway;
beforeAll(async () => {
  served = await serveGateway();
});
afterAll(() => served.stop());

// GraphQL over HTTP, as the audits of graphql-http ask for it: MUST, SHOULD and MAY alike.
const audits = serverAudits({
  url: () => served.endpoint,
  fetchFn: (url: string, init: RequestInit = {}) =>
    fetch(url, { ...init, headers: { ...init.headers, ...served.headers } }),
});

test('the suite is the one that is known here', () => {
  expect(audits).toHaveLength(61);
});

describe('GraphQL over HTTP', () => {
  test.each(audits.map((audit) => [audit.id, audit.name, audit] as const))('%s %s', async (_id, _name, audit) => {
    const result = await audit.fn();
    const answer = 'response' in result ? `${result.reason}: ${result.response.status}` : '';
    expect({ status: result.status, answer }).toEqual({ status: 'ok', answer: '' });
  });
});
