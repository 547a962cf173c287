import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { CreateLeadDocument } from '../schema/generated/graphql.ts';
import { createTestGateway } from './support/gateway.ts';

const read = (path: string) => readFileSync(new URL(`../${path}`, import.meta.url), 'utf8');

/** The calls of README's walk, each with the answer that is shown below it. */
const calls = [...read('README.md').matchAll(/^gql '(.*)'\n```\n\n```json\n(.*)$/gm)].map(
  ([, body = '', shown = '']) => ({
    body,
    shown,
  }),
);

/** Ids differ from run to run. */
const withoutIds = (text: string) => text.replace(/lead_\w{24}/g, 'lead_…');

test("README's walk answers what it shows, also to somebody who has tried GraphiQL's first tab", async () => {
  const client = await (await createTestGateway()).client();
  await client.run(CreateLeadDocument, JSON.parse(read('schema/operations/01-create-lead.variables.json')));
  let id = '';
  for (const { body, shown } of calls) {
    const answer = await client.send(JSON.parse(body.replace("'$ID'", id)).query);
    expect(JSON.parse(withoutIds(JSON.stringify(answer)))).toEqual(JSON.parse(withoutIds(shown)));
    id = /lead_\w{24}/.exec(JSON.stringify(answer))?.[0] ?? id;
  }
  expect(calls).toHaveLength(3);
});
