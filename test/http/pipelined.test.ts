import { expect, test } from 'vitest';
import { createTestGateway } from '../support/gateway.ts';
import { serveForReal } from './raw-http.ts';

const request = 'GET /health/ready HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n';

test('requests that wait behind another one are forgotten with their connection, and do not hold up the stop', async () => {
  const server = await serveForReal(await createTestGateway());
  const answers = await server.exchange(`${request.repeat(3)}this is no HTTP\r\n\r\n`);
  expect(answers.map(({ status }) => status)).toEqual([400]);
  expect(await server.stop(0, 0)).toBeUndefined();
});
