import {
  type DocumentNode,
  GraphQLError,
  NoSchemaIntrospectionCustomRule,
  parse,
  specifiedRules,
  validate,
} from 'graphql';
import type { Plugin } from 'graphql-yoga';
import { LRUCache } from 'lru-cache';
import { LeadgraphError } from '../../shared/errors.ts';
import type { RequestLimits } from '../../shared/limits.ts';
import { checkShape } from './document-shape.ts';
import { checkText } from './document-text.ts';

/** Characters of the documents that are kept parsed: each takes up to 250 bytes of memory. */
const keptCharacters = 256 * 1024;

/** Errors beyond these are of no help, and each may take a search for similar names. */
const maxErrors = 20;

/**
 * Checks what a document asks for before it is parsed, and again before it is validated; once for each document, since
 * those used last are kept. They are bounded by their length: a client can make any number of documents that differ
 * only in comments. What cannot be parsed is not kept.
 */
export function createDocuments(limits: RequestLimits, introspection: boolean) {
  const ownRules = introspection ? [] : [NoSchemaIntrospectionCustomRule];
  const documentCache = new LRUCache<string, DocumentNode>({
    max: 1_000,
    maxSize: keptCharacters,
    sizeCalculation: (_document, text) => text.length + 1,
  });
  const valid = new WeakSet<DocumentNode>();

  function check(...[schema, document, rules = specifiedRules]: Parameters<typeof validate>) {
    try {
      checkShape(document, limits);
    } catch (error) {
      if (!(error instanceof LeadgraphError)) throw error;
      return [new GraphQLError(error.message, { originalError: error })];
    }
    const options = { maxErrors, hideSuggestions: !introspection };
    const errors = validate(schema, document, [...rules, ...ownRules], options);
    if (errors.length === 0) valid.add(document);
    return errors;
  }

  const plugin: Plugin = {
    onParse({ setParseFn }) {
      setParseFn((source, options) => {
        checkText(typeof source === 'string' ? source : source.body, limits);
        return parse(source, options);
      });
    },
    onValidate({ setValidationFn }) {
      setValidationFn(check);
    },
  };

  return {
    plugin,
    cache: { documentCache, errorCache: { get: () => undefined, set() {} } },
    /** The document of a text that has come before, and was found to be in order; undefined for any other. */
    known(text: string): DocumentNode | undefined {
      const document = documentCache.get(text);
      return document !== undefined && valid.has(document) ? document : undefined;
    },
  };
}
