import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { parse, print, stripIgnoredCharacters } from 'graphql';
import type { GraphQLParams, Plugin } from 'graphql-yoga';
import * as z from 'zod';
import { errorCodes, LeadgraphError, StartupError } from '../../shared/errors.ts';
import { isJsonObject } from '../../shared/json.ts';
import { packageFile } from '../../shared/package-file.ts';

const operations = packageFile('schema/operations/');
const manifest = packageFile('schema/generated/persisted-documents.json');

/** The gateway runs known documents only, and this is none. */
class UntrustedDocumentError extends LeadgraphError {
  override readonly name = 'UntrustedDocumentError';
  readonly code = 'UNTRUSTED_DOCUMENT';

  constructor() {
    super(errorCodes.UNTRUSTED_DOCUMENT);
  }
}

interface TrustedDocuments {
  byHash(hash: string): string | undefined;
  byText(text: string): string | undefined;
}

/**
 * The documents of schema/operations. Each is known by its text, whatever its spaces and comments, and by the SHA-256 of
 * any of its usual forms: as codegen prints it into its manifest, as graphql-js prints it, as the file has it.
 */
function readTrustedDocuments(): TrustedDocuments {
  const hashes = new Map<string, string>();
  const texts = new Map<string, string>();
  for (const name of readdirSync(operations)) {
    if (!name.endsWith('.graphql')) continue;
    const text = readFileSync(new URL(name, operations), 'utf8');
    const stripped = stripIgnoredCharacters(text);
    texts.set(stripped, text);
    for (const form of [text, text.trim(), stripped, print(parse(text))]) hashes.set(sha256(form), text);
  }
  const printed = z.record(z.string(), z.string()).parse(JSON.parse(readFileSync(manifest, 'utf8')));
  for (const [hash, text] of Object.entries(printed)) {
    texts.set(stripIgnoredCharacters(text), text);
    hashes.set(hash, text);
  }
  return { byHash: (hash) => hashes.get(hash), byText: (text) => texts.get(normalize(text)) };
}

/**
 * Lets known documents through and nothing else, not even GraphiQL's question for the schema.
 * @throws StartupError where they are not in the place that they have beside the program
 */
export function trustDocuments(): Plugin {
  let known: TrustedDocuments;
  try {
    known = readTrustedDocuments();
  } catch (cause) {
    throw new StartupError('LEADGRAPH_TRUSTED_DOCUMENTS needs the folder schema beside the program', { cause });
  }
  return {
    onParams({ params, setParams }) {
      const { query, variables, operationName, extensions } = params;
      const asked =
        typeof query === 'string' && query !== '' ? known.byText(query) : known.byHash(hashOf(params) ?? '');
      if (asked === undefined) throw new UntrustedDocumentError();
      setParams({
        query: asked,
        ...(variables === undefined ? {} : { variables }),
        ...(operationName === undefined ? {} : { operationName }),
        ...(extensions === undefined ? {} : { extensions }),
      });
    },
  };
}

/** The hash that a request names: in `documentId` (GraphQL over HTTP) or `extensions.persistedQuery` (Apollo). */
function hashOf(params: GraphQLParams): string | null {
  const documentId: unknown = Reflect.get(params, 'documentId');
  if (typeof documentId === 'string') return documentId.replace(/^sha256:/, '').toLowerCase();
  const persisted: unknown = params.extensions?.persistedQuery;
  if (!isJsonObject(persisted) || typeof persisted.sha256Hash !== 'string') return null;
  return persisted.sha256Hash.toLowerCase();
}

function normalize(text: string): string {
  try {
    return stripIgnoredCharacters(text);
  } catch {
    // It is no GraphQL, so it is none of ours.
    return '';
  }
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
