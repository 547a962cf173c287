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
 * Parsed documents, those used last. It is bounded by their length: documents differ by their comments alone, if a
 * client likes. What is no document is not kept at all.
 */
export function createDocumentCache() {
  return {
    documentCache: new LRUCache<string, DocumentNode>({
      max: 1_000,
      maxSize: keptCharacters,
      sizeCalculation: (_document, text) => text.length + 1,
    }),
    errorCache: { get: () => undefined, set() {} },
  };
}

/** Checks what a document asks for before it is parsed, and again before it is validated; once for each document. */
export function guardDocuments(limits: RequestLimits, introspection: boolean): Plugin {
  const ownRules = introspection ? [] : [NoSchemaIntrospectionCustomRule];
  return {
    onParse({ setParseFn }) {
      setParseFn((source, options) => {
        checkText(typeof source === 'string' ? source : source.body, limits);
        return parse(source, options);
      });
    },
    onValidate({ setValidationFn }) {
      setValidationFn((schema, document, rules = specifiedRules) => {
        try {
          checkShape(document, limits);
        } catch (error) {
          if (!(error instanceof LeadgraphError)) throw error;
          return [new GraphQLError(error.message, { originalError: error })];
        }
        return validate(schema, document, [...rules, ...ownRules], { maxErrors, hideSuggestions: !introspection });
      });
    },
  };
}
