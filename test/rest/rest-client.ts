import { expect } from 'vitest';
import { routes } from '../../src/rest/routes.ts';
import type { TestClient, TestGateway } from '../support/gateway.ts';

export type Send = ReturnType<typeof restAs>;

/**
 * Sends REST requests with a client's key. Every answer must be what the document says of that call: the shape that is
 * documented for its status and no key more, or the error of the dialect.
 */
export function restAs(gateway: TestGateway, client: TestClient) {
  return async (method: string, path: string, body?: unknown, headers: Record<string, string> = {}) => {
    const response = await gateway.fetch(path, {
      method,
      headers: {
        authorization: `Bearer ${client.key}`,
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    });
    const answer = { status: response.status, headers: response.headers, body: await response.json() };
    expect(answer.headers.get('content-type')).toBe('application/json');
    expectDocumented(method, path, answer);
    return answer;
  };
}

interface Documented {
  status: number;
  body: unknown;
}

/** Fails unless an answer is one that the call's documentation has. */
export function expectDocumented(method: string, path: string, { status, body }: Documented): void {
  const route = routes.find((one) => one.method === method && patternOf(one.path).test(path));
  if (route === undefined) return;
  const shape = route.answers[status]?.shape ?? route.dialect.errorShape;
  expect(shape.parse(body), `${method} ${path} answered ${status} as documented`).toEqual(body);
}

function patternOf(path: string): RegExp {
  return new RegExp(`^${path.replace(/\{\w+\}/g, '[^/?]+')}(\\?.*)?$`);
}
