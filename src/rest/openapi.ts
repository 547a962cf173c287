import { type ErrorCode, errorCodes } from '../shared/errors.ts';
import type { AssetRoute } from './docs.ts';
import { type FailureDetails, statusOf } from './failure.ts';
import { createSchemaWriter, type Schema } from './openapi.schemas.ts';
import { type Dialect, noBody, type Route } from './route.ts';

interface Writer {
  schemas: ReturnType<typeof createSchemaWriter>;
  /** Answers to failures by the name under which operations refer to them. */
  responses: Record<string, object>;
}

/** What any call can answer, and what any call with a body. */
const commonFailures = [
  'UNAUTHENTICATED',
  'FORBIDDEN',
  'RATE_LIMITED',
  'INTERNAL_SERVER_ERROR',
  'DATABASE_UNAVAILABLE',
  'LOGIN_UNAVAILABLE',
] as const satisfies ErrorCode[];
const bodyFailures = ['BAD_REQUEST', 'REQUEST_TOO_LARGE'] as const satisfies ErrorCode[];

const tags = {
  Leads: 'Persons and companies, in the words of Puffle.',
  Campaigns: 'The people in a campaign, in the words of Puffle.',
  Signals: 'Signals and whom they speak of, in the words of Puffle.',
  'Leads (PollyBot)': 'Leads in the words of PollyBot.',
  Documentation: 'What you are reading.',
};

const introduction = `Leads, campaigns and signals for partners that speak to the APIs of Puffle and PollyBot: change the base URL and the
key. The calls work on the same data as GraphQL and keep the same rules.

- Send a key with every call: \`Authorization: Bearer sk-workspace_…\`. It belongs to one workspace and has scopes.
- Bodies are JSON of at most 256 KB, 5 MB for batches, under \`Content-Type: application/json\`.
- Every failure is JSON with a code from a closed list, under \`/api/v1\` as PollyBot has it, elsewhere as Puffle has it.
- Lists answer up to 100 rows and a \`nextCursor\`; pass it as \`cursor\` to read on.
- An id of another workspace behaves as one that does not exist.`;

/** The OpenAPI 3.1 document of the routes, made of the rules that check their input and the shapes that they answer. */
export function buildDocument(routes: readonly Route[], assets: readonly AssetRoute[]) {
  const writer: Writer = { schemas: createSchemaWriter(), responses: {} };
  const paths: Record<string, Record<string, object>> = {};
  for (const route of routes) {
    paths[route.path] = { ...paths[route.path], [route.method.toLowerCase()]: operationOf(route, writer) };
  }
  for (const asset of assets) {
    paths[asset.path] = { ...paths[asset.path], [asset.method.toLowerCase()]: assetOperation(asset) };
  }
  return {
    openapi: '3.1.0',
    info: {
      title: 'Leadgraph REST API',
      version: '1.0.0',
      description: introduction,
      license: { name: 'MIT', identifier: 'MIT' },
    },
    servers: [{ url: '/', description: 'The gateway that serves this document' }],
    security: [{ key: [] }],
    tags: Object.entries(tags).map(([name, description]) => ({ name, description })),
    paths,
    components: {
      securitySchemes: {
        key: { type: 'http', scheme: 'bearer', description: 'A key of the workspace: `sk-workspace_…`.' },
      },
      schemas: writer.schemas.components,
      responses: writer.responses,
    },
  };
}

function operationOf(route: Route, writer: Writer) {
  const { tag, operationId, summary, description, scope } = route;
  const parameters = [
    ...parametersOf(writer.schemas.write(route.params, 'input'), 'path'),
    ...parametersOf(writer.schemas.write(route.query, 'input'), 'query'),
    ...(route.idempotent ? [idempotencyKey] : []),
  ];
  const withBody = route.body !== noBody;
  const answers = Object.entries(route.answers).map(([status, answer]) => [
    status,
    {
      description: answer.description,
      ...(route.idempotent ? { headers: { 'Idempotent-Replayed': replayedHeader } } : {}),
      content: jsonContent(writer.schemas.write(answer.shape, 'output'), { example: { value: answer.example } }),
    },
  ]);
  return {
    tags: [tag],
    operationId,
    summary,
    description: `${description}\n\nNeeds the scope \`${scope}\`.`,
    ...(parameters.length === 0 ? {} : { parameters }),
    ...(withBody ? { requestBody: bodyOf(route, writer) } : {}),
    responses: {
      ...Object.fromEntries(answers),
      ...failuresOf(route.dialect, [...route.failures, ...(withBody ? bodyFailures : []), ...commonFailures], writer),
    },
  };
}

function bodyOf(route: Route, writer: Writer) {
  const schema = writer.schemas.write(route.documentedBody ?? route.body, 'input');
  const examples = Object.entries(route.bodyExamples ?? {}).map(([name, value]) => [name, { value }]);
  return { required: true, content: jsonContent(schema, Object.fromEntries(examples)) };
}

function jsonContent(schema: Schema, examples: Record<string, { value: unknown }>) {
  return { 'application/json': { schema, examples } };
}

function parametersOf(schema: Schema, where: 'path' | 'query') {
  return Object.entries(schema.properties ?? {}).map(([name, property]) => {
    const { description, explode, ...rest }: Schema = typeof property === 'object' ? property : {};
    return {
      name,
      in: where,
      required: where === 'path',
      ...(description === undefined ? {} : { description }),
      ...(explode === undefined ? {} : { style: 'form', explode }),
      schema: rest,
    };
  });
}

const idempotencyKey = {
  name: 'Idempotency-Key',
  in: 'header',
  required: false,
  description:
    'Makes the call safe to send again: for 24 hours the same key with the same body is answered as the first time, ' +
    'with the header `Idempotent-Replayed: true`. Use a new one, such as a UUID, for each lead.',
  schema: { type: 'string', minLength: 1, maxLength: 255 },
};

const replayedHeader = {
  description: '`true` where this is the answer that the same request got before.',
  schema: { type: 'string', enum: ['true'] },
};

/** Failures that HTTP has several reasons for, or whose reason depends on the request. */
const extraStatuses: Partial<Record<ErrorCode, number[]>> = { BAD_REQUEST: [400, 415] };

function failuresOf(dialect: Dialect, codes: readonly ErrorCode[], writer: Writer) {
  const byStatus = new Map<number, ErrorCode[]>();
  for (const code of codes) {
    for (const status of extraStatuses[code] ?? [statusOf(code)]) {
      byStatus.set(status, [...(byStatus.get(status) ?? []), code]);
    }
  }
  const responses = [...byStatus].sort(([a], [b]) => a - b);
  return Object.fromEntries(
    responses.map(([status, found]) => {
      const name = [dialect.name, status, ...found].join('.');
      writer.responses[name] ??= failureOf(dialect, status, found, writer);
      return [status, { $ref: `#/components/responses/${name}` }];
    }),
  );
}

function failureOf(dialect: Dialect, status: number, codes: readonly ErrorCode[], writer: Writer) {
  const examples = Object.fromEntries(codes.map((code) => [code, { value: exampleOf(dialect, status, code) }]));
  return {
    description: codes.map((code) => descriptionOf(status, code)).join('. '),
    ...headersOf(status, codes),
    content: jsonContent(writer.schemas.write(dialect.errorShape, 'output'), examples),
  };
}

function descriptionOf(status: number, code: ErrorCode): string {
  if (status === 415) return 'The body is not sent as JSON';
  if (code === 'BAD_REQUEST') return 'The body is not JSON';
  return code === 'FORBIDDEN' ? 'The key lacks the scope that this call needs' : errorCodes[code];
}

const retryAfter = { 'Retry-After': { description: 'Seconds to wait.', schema: { type: 'integer' } } };

function headersOf(status: number, codes: readonly ErrorCode[]) {
  if (status === 401) {
    return { headers: { 'WWW-Authenticate': { description: 'Always `Bearer`.', schema: { type: 'string' } } } };
  }
  const waits = status === 429 || status === 503 || codes.includes('IDEMPOTENCY_KEY_IN_USE');
  return waits ? { headers: retryAfter } : {};
}

const exampleDetails: Partial<Record<ErrorCode, FailureDetails>> = {
  INVALID_INPUT: {
    issues: [
      {
        path: ['status'],
        message: 'Must be one of: new, contacted, qualified, converted, lost, follow_up',
        code: 'invalid_value',
      },
    ],
  },
  NOT_FOUND: { id: 'lead_1234567890abcdef12345678' },
  IDENTITY_CONFLICT: {
    keys: [{ kind: 'email', value: 'existing@example.com' }],
    leadIds: ['lead_1234567890abcdef12345679'],
  },
  CAMPAIGN_NOT_DRAFT: { status: 'active' },
  PROSPECT_CONFLICT: { prospectId: '3c90c3cc-0d44-4b50-8888-8dd25736052a' },
  VERSION_CONFLICT: { version: 3 },
};

const exampleInput = { status: 'invalid_status', email: 'existing@example.com' };

function exampleOf(dialect: Dialect, status: number, code: ErrorCode): object {
  const failure = { status, code, message: descriptionOf(status, code), headers: {} };
  return dialect.word({ ...failure, details: exampleDetails[code] ?? null }, exampleInput);
}

function assetOperation({ operationId, summary, contentType, names }: AssetRoute) {
  return {
    tags: ['Documentation'],
    operationId,
    summary,
    description: `${summary}. Needs no key.`,
    security: [],
    ...(names === undefined
      ? {}
      : {
          parameters: [
            {
              name: 'file',
              in: 'path',
              required: true,
              description: 'The name of the file.',
              schema: { type: 'string', enum: names },
            },
          ],
        }),
    responses: {
      200: { description: summary, content: { [contentType]: {} } },
      304: { description: 'The caller has it already.' },
    },
  };
}
