import { type ExecutionArgs, type ExecutionResult, execute, type OperationDefinitionNode } from 'graphql';
import { LRUCache } from 'lru-cache';
import { isCompilable } from './compilable.ts';
import { compile, type Query } from './compile.ts';
import { toOwnError } from './errors.ts';

/** What is known of an operation: how often it came, and its code once it is compiled; null where it cannot be. */
interface Plan {
  sightings: number;
  query: Query | null | undefined;
}

/** Characters of the documents whose operations are kept: each takes some 500 bytes of code. */
const keptCharacters = 128 * 1024;

/**
 * With more values than this graphql-js executes: it stops at the first fifty that are wrong, compiled code tells of
 * each.
 */
const maxValues = 1_000;

export type Executor = ReturnType<typeof createExecutor>;

/**
 * Executes operations as graphql-js does, those that come again as code that was made of them.
 * @param compileAfter how often an operation must have come before it is worth compiling
 */
export function createExecutor(compileAfter = 1) {
  const plans = new LRUCache<OperationDefinitionNode, Plan>({
    max: 500,
    maxSize: keptCharacters,
    sizeCalculation: (_plan, { loc }) => (loc?.source.body.length ?? 1_000) + 1,
  });

  /**
   * The code of an operation; null where there is none, or none yet. Only the request that triggers the compiling waits
   * for it.
   */
  function queryOf(
    { schema, document }: ExecutionArgs,
    operation: OperationDefinitionNode,
  ): Query | null | Promise<Query | null> {
    const plan = plans.get(operation) ?? { sightings: 0, query: undefined };
    if (plan.sightings === 0) plans.set(operation, plan);
    plan.sightings += 1;
    if (plan.query !== undefined || plan.sightings <= compileAfter) return plan.query ?? null;
    // Until then, graphql-js executes it for other requests.
    plan.query = null;
    if (!isCompilable(schema, document, operation)) return null;
    return compile({ schema, document }, operation).then((query) => {
      plan.query = query;
      return query;
    });
  }

  function run(args: Args, operation: OperationDefinitionNode): Answer {
    const query = queryOf(args, operation);
    return query instanceof Promise ? query.then((made) => runAs(made, args)) : runAs(query, args);
  }

  return Object.assign(run, {
    /** Whether there is code of an operation. */
    isCompiled: (operation: OperationDefinitionNode): boolean => (plans.peek(operation)?.query ?? null) !== null,
  });
}

type Args = ExecutionArgs & { hideSuggestions?: boolean };
type Answer = ExecutionResult | Promise<ExecutionResult>;

function runAs(query: Query | null, args: Args): Answer {
  if (query === null || hasMoreValues(args.variableValues, maxValues)) return execute(args);
  const result = query(args.rootValue, args.contextValue, args.variableValues);
  return result instanceof Promise ? result.then((come) => toOwnResult(come, args)) : toOwnResult(result, args);
}

function toOwnResult(result: ExecutionResult, args: Args): Answer {
  // Without data, nothing ran: the variables do not fit, and graphql-js says so in the words that are known.
  if (!('data' in result)) return execute(args);
  if (result.errors === undefined) return result;
  return { ...result, errors: result.errors.map((error) => toOwnError(error, args.document)) };
}

/** Whether variables have more values than `most`; by a list of its own, for they may be nested deeper than calls can be. */
function hasMoreValues(variables: unknown, most: number): boolean {
  const open = [variables];
  for (let count = 0; open.length > 0; count += 1) {
    if (count + open.length > most) return true;
    const value = open.pop();
    if (typeof value === 'object' && value !== null) addTo(open, value, most);
  }
  return false;
}

function addTo(open: unknown[], value: object, most: number): void {
  const values: Record<string, unknown> = value as Record<string, unknown>;
  for (const name in values) if (open.length <= most) open.push(values[name]);
}
