import { Lexer, Source, TokenKind } from 'graphql';
import { QueryTooComplexError } from '../../shared/limit.errors.ts';
import type { RequestLimits } from '../../shared/limits.ts';

/** How many selection sets may stand inside each other: each field of the deepest path in one fragment on its type. */
export function maxNesting({ depth }: Pick<RequestLimits, 'depth'>): number {
  return 2 * depth + 16;
}

/**
 * Checks a document before it is parsed, in one pass over its tokens: the parser recurses into whatever is nested, and
 * overflows its stack before any limit of its own.
 * @throws QueryTooComplexError for too many tokens, or for brackets too deep inside each other
 * @throws GraphQLError for what is no token, as the parser would
 */
export function checkText(text: string, limits: RequestLimits): void {
  const lexer = new Lexer(new Source(text));
  const nesting = maxNesting(limits);
  let tokens = 0;
  let selections = 0;
  // Inside parentheses stand arguments and variables: there, brackets are lists, objects and list types.
  let parentheses = 0;
  let literals = 0;
  for (let { kind } = lexer.advance(); kind !== TokenKind.EOF; { kind } = lexer.advance()) {
    tokens += 1;
    if (tokens > limits.tokens) throw tooMany('tokens', limits.tokens, tokens);
    if (kind === TokenKind.PAREN_L) parentheses += 1;
    else if (kind === TokenKind.PAREN_R) parentheses -= 1;
    else if (kind === TokenKind.BRACE_L || kind === TokenKind.BRACKET_L) {
      if (parentheses > 0) literals += 1;
      else selections += 1;
      if (literals > limits.literalDepth) throw tooDeep('lists and objects', 'literalDepth', limits.literalDepth);
      if (selections > nesting) throw tooDeep('selections', 'depth', nesting);
    } else if (kind === TokenKind.BRACE_R || kind === TokenKind.BRACKET_R) {
      if (parentheses > 0) literals -= 1;
      else selections -= 1;
    }
  }
}

function tooMany(limit: 'tokens', max: number, found: number): QueryTooComplexError {
  return new QueryTooComplexError(`The document has more than ${max} ${limit}`, { limit, max, found });
}

function tooDeep(what: string, limit: 'literalDepth' | 'depth', max: number): QueryTooComplexError {
  const message = `The document has ${what} more than ${max} levels inside each other`;
  return new QueryTooComplexError(message, { limit, max, found: max + 1 });
}
