import {
  type ExecutionArgs,
  type ExecutionResult,
  execute,
  GraphQLError,
  getOperationAST,
  type OperationDefinitionNode,
} from 'graphql';
import type { Plugin } from 'graphql-yoga';
import type { GatewayContext } from '../../schema/context.ts';
import { excessOf } from '../../shared/json-size.ts';
import { QueryTooComplexError } from '../../shared/limit.errors.ts';
import type { RequestLimits } from '../../shared/limits.ts';
import type { Executor } from '../compiled/executor.ts';
import { checkCost, createCosts } from './cost.ts';
import { fragmentsOf } from './selections.ts';

/** Asks for the cost of the operation, and what it may be at most, in `extensions.cost` of the answer. */
const costHeader = 'leadgraph-cost';

/**
 * Executes operations within their limits: the cost before they begin, the time, and the size of the answer. Nothing
 * here is kept from one request to the next, so no cache lets an operation through with other variables.
 */
export function guardExecution(
  limits: RequestLimits,
  introspection: boolean,
  executor: Executor,
): Plugin<GatewayContext> {
  const costOf = createCosts(limits);

  async function run(
    args: ExecutionArgs,
    operation: OperationDefinitionNode,
    { deadline }: GatewayContext,
  ): Promise<ExecutionResult> {
    const writes = operation.operation === 'mutation';
    // Yoga's own executor takes whatever has a key or alias named `then` for a promise; graphql's asks for a function.
    const work = () => executor({ ...args, hideSuggestions: !introspection }, operation);
    const result = await deadline.run(work, { writes });
    const excess = excessOf(result, limits.responseBytes);
    if (excess === null) return result;
    const originalError = QueryTooComplexError.answer(excess, limits.responseBytes, writes);
    // With data, though null: the operation ran, and the status must not say that it was refused.
    return { data: null, errors: [new GraphQLError(originalError.message, { originalError })] };
  }

  return {
    onExecute({ args: { contextValue }, setExecuteFn }) {
      setExecuteFn(async (args: ExecutionArgs) => {
        const { schema, document, operationName, variableValues } = args;
        const operation = getOperationAST(document, operationName);
        // Which operation is meant is for the executor to ask.
        if (operation == null) return execute(args);
        const fragments = fragmentsOf(document);
        const cost = costOf({ schema, fragments, operation, variables: variableValues ?? {} });
        checkCost(cost, limits);
        const result = await run(args, operation, contextValue);
        if (!contextValue.request.headers.has(costHeader)) return result;
        return { ...result, extensions: { ...result.extensions, cost: { requested: cost, limit: limits.cost } } };
      });
    },
  };
}
