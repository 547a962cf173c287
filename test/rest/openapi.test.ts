import { Validator } from '@seriousme/openapi-schema-validator';
import { beforeAll, describe, expect, test } from 'vitest';
import { createRestApp } from '../../src/rest/app.ts';
import { noBody, type Route } from '../../src/rest/route.ts';
import { routes } from '../../src/rest/routes.ts';
import { systemClock } from '../../src/shared/clock.ts';
import { errorCodes } from '../../src/shared/errors.ts';
import { newUuid } from '../../src/shared/ids.ts';
import { defaultLimits } from '../../src/shared/limits.ts';
import { createTestGateway, type TestGateway } from '../support/gateway.ts';
import { differencesInShape } from './same-shape.ts';
import { pollybotSamples, puffleSample } from './seeds.ts';

/** As much of a document as the tests look at. */
interface Operation {
  operationId: string;
  summary: string;
  description: string;
  tags: string[];
  security?: object[];
  parameters?: { name: string; in: string; required: boolean; description?: string; schema: object }[];
  requestBody?: { content: { 'application/json': { schema: { $ref: string }; examples: object } } };
  responses: Record<string, { $ref?: string; description?: string; content?: object }>;
}
interface OpenApi {
  openapi: string;
  tags: { name: string }[];
  paths: Record<string, Record<string, Operation>>;
  components: { schemas: Record<string, JsonSchema>; responses: Record<string, { content: object }> };
}
interface JsonSchema {
  description?: string;
  properties?: Record<string, JsonSchema>;
  items?: JsonSchema;
  anyOf?: JsonSchema[];
  $ref?: string;
}

let gateway: TestGateway;
let text: string;
let document: OpenApi;

beforeAll(async () => {
  gateway = await createTestGateway();
  const response = await gateway.fetch('/api/openapi.json');
  expect(response.headers.get('content-type')).toBe('application/json');
  text = await response.text();
  document = JSON.parse(text);
});

const operations = () =>
  Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({ path, method: method.toUpperCase(), operation })),
  );

const operationOf = (route: Route): Operation => {
  const operation = document.paths[route.path]?.[route.method.toLowerCase()];
  if (operation === undefined) throw new Error(`${route.method} ${route.path} is not in the document`);
  return operation;
};

describe('the OpenAPI document', () => {
  test('is valid OpenAPI 3.1', async () => {
    expect(document.openapi).toBe('3.1.0');
    expect(await new Validator().validate(JSON.parse(text))).toEqual({ valid: true });
  });

  test('a document with an error in it would be refused', async () => {
    const wrong = JSON.parse(text);
    wrong.paths['/api/leads'].post.responses = {};
    wrong.paths['/api/leads'].get.parameters[0].in = 'nowhere';
    expect((await new Validator().validate(wrong)).valid).toBe(false);
  });

  test('has every route of the router, and the router has every operation', () => {
    const { access, stores } = gateway;
    const app = createRestApp({ access, stores, clock: systemClock, newId: newUuid, limits: defaultLimits });
    const routed = app.routes
      .filter(({ method }) => method !== 'ALL')
      .map(({ method, path }) => `${method} ${path.replace(/:(\w+)/g, '{$1}')}`);
    const documented = operations().map(({ method, path }) => `${method} ${path}`);
    expect(documented.sort()).toEqual(routed.sort());
    expect(new Set(documented).size).toBe(documented.length);
  });

  test('names every operation, once, with all that a reader asks for', () => {
    const ids = operations().map(({ operation }) => operation.operationId);
    expect(new Set(ids).size).toBe(ids.length);
    const tags = document.tags.map(({ name }) => name);
    for (const { path, operation } of operations()) {
      expect(operation.summary).not.toBe('');
      expect(operation.description).not.toBe('');
      expect(tags).toContain(operation.tags[0]);
      const inPath = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name);
      const parameters = operation.parameters ?? [];
      expect(parameters.filter((parameter) => parameter.in === 'path').map(({ name }) => name)).toEqual(inPath);
      for (const { name, description } of parameters) expect(description, `${path} ${name}`).toBeTruthy();
    }
  });

  test('asks for a key, except where it documents itself', () => {
    for (const { operation } of operations()) {
      const open = operation.tags[0] === 'Documentation';
      expect(operation.security).toEqual(open ? [] : undefined);
    }
  });

  test('describes every field', () => {
    const silent: string[] = [];
    const walk = (schema: JsonSchema, path: string) => {
      for (const [name, property] of Object.entries(schema.properties ?? {})) {
        if (property.description === undefined && property.$ref === undefined) silent.push(`${path}.${name}`);
        walk(property, `${path}.${name}`);
      }
      if (schema.items !== undefined) walk(schema.items, path);
      for (const choice of schema.anyOf ?? []) walk(choice, path);
    };
    for (const [name, schema] of Object.entries(document.components.schemas)) {
      expect(schema.description, name).toBeTruthy();
      walk(schema, name);
    }
    expect(silent).toEqual([]);
  });

  test('tells of every failure with an example', () => {
    for (const [name, { content }] of Object.entries(document.components.responses)) {
      const [, , ...codes] = name.split('.');
      for (const code of codes) {
        expect(Object.keys(errorCodes)).toContain(code);
        expect(content).toMatchObject({ 'application/json': { examples: { [code]: { value: expect.any(Object) } } } });
      }
    }
    for (const route of routes) {
      const statuses = Object.keys(operationOf(route).responses);
      expect(statuses).toEqual(expect.arrayContaining(['401', '403', '429', '500', '503']));
      if (route.body !== noBody) expect(statuses).toEqual(expect.arrayContaining(['400', '413', '415']));
    }
  });
});

describe.each(routes.map((route) => [route.operationId, route] as const))('the examples of %s', (_id, route) => {
  test('keep the rules of the body', () => {
    for (const example of Object.values(route.bodyExamples ?? {})) {
      expect(route.body.safeParse(example).error).toBeUndefined();
      expect((route.documentedBody ?? route.body).safeParse(example).error).toBeUndefined();
    }
    expect(route.bodyExamples === undefined).toBe(route.body === noBody);
  });

  test('are answers of the documented shape', () => {
    for (const { shape, example } of Object.values(route.answers)) expect(shape.parse(example)).toEqual(example);
  });

  test('are failures of the documented shape', () => {
    for (const [status, { $ref = '' }] of Object.entries(operationOf(route).responses)) {
      if (Number(status) < 400) continue;
      const { content } = document.components.responses[$ref.split('/').at(-1) ?? ''] ?? {};
      const examples: { value: unknown }[] = Object.values(
        JSON.parse(JSON.stringify(content))['application/json'].examples,
      );
      expect(examples.length).toBeGreaterThan(0);
      for (const { value } of examples) expect(route.dialect.errorShape.parse(value)).toEqual(value);
    }
  });
});

describe('the examples', () => {
  const route = (id: string): Route => {
    const found = routes.find(({ operationId }) => operationId === id);
    if (found === undefined) throw new Error(`There is no ${id}`);
    return found;
  };

  test.each(['createLead', 'updateLead'] as const)('of %s have the shape of the sample', (id) => {
    const sample = puffleSample(id);
    expect(differencesInShape(route(id).answers[200]?.example, sample.answer)).toEqual([]);
  });

  test('of PollyBot are the samples themselves', () => {
    const samples = pollybotSamples();
    const { bodyExamples } = route('pollybotUpdateLead');
    expect(Object.values(bodyExamples ?? {})).toEqual([
      samples.statusAndPhone,
      samples.metadataAndNotes,
      samples.completeUpdate,
    ]);
    expect(route('pollybotUpdateLead').answers[200]?.example).toEqual({
      ...samples.answer,
      data: { ...samples.answer.data, id: expect.any(String), workspaceId: expect.any(String) },
    });
  });
});
