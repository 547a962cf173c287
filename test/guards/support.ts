import type { ExecutionResult } from 'graphql';
import type { TestGateway } from '../support/gateway.ts';

type Body = { query?: string; variables?: object; operationName?: string; documentId?: string; extensions?: object };

/** Sends a body as it is, with a new key unless the headers have one. */
export async function post(
  gateway: TestGateway,
  body: Body,
  headers: Record<string, string> = {},
): Promise<{ status: number; result: ExecutionResult<Record<string, unknown>> }> {
  const authorization = headers.authorization ?? `Bearer ${(await gateway.client()).key}`;
  const response = await gateway.fetch('/graphql', {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers, authorization },
    body: JSON.stringify(body),
  });
  return { status: response.status, result: await response.json() };
}
