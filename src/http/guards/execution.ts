import { type ExecutionArgs, type ExecutionResult, GraphQLError, type OperationDefinitionNode } from 'graphql';
import { forgetChecks } from '../../schema/builder.ts';
import type { GatewayContext } from '../../schema/context.ts';
import { excessOf } from '../../shared/json-size.ts';
import { QueryTooComplexError } from '../../shared/limit.errors.ts';
import type { RequestLimits } from '../../shared/limits.ts';
import type { Executor } from '../compiled/executor.ts';
import type { OperationRequest } from '../context.ts';
import { checkCost, createCosts, type Operation } from './cost.ts';

/** Asks for the cost of the operation, and what it may be at most, in `extensions.cost` of the answer. */
const costHeader = 'leadgraph-cost';

export interface GuardedArgs extends ExecutionArgs {
  contextValue: GatewayContext & { request: OperationRequest };
}

/**
 * Executes operations within their limits: the cost before they begin, the time, and the size of the answer. Nothing
 * here is kept from one request to the next, so no cache lets an operation through with other variables.
 */
export function guardExecution(limits: RequestLimits, introspection: boolean, executor: Executor) {
  const costOf = createCosts(limits);

  function withinSize(result: ExecutionResult, writes: boolean): ExecutionResult {
    const excess = excessOf(result, limits.responseBytes);
    if (excess === null) return result;
    const originalError = QueryTooComplexError.answer(excess, limits.responseBytes, writes);
    // With data, though null: the operation ran, and the status must not say that it was refused.
    return { data: null, errors: [new GraphQLError(originalError.message, { originalError })] };
  }

  return {
    /** @throws QueryTooComplexError */
    costOf(asked: Operation): number {
      const cost = costOf(asked);
      checkCost(cost, limits);
      return cost;
    },

    async execute(args: GuardedArgs, operation: OperationDefinitionNode, cost: number): Promise<ExecutionResult> {
      const { contextValue } = args;
      const writes = operation.operation === 'mutation';
      // Yoga's own executor takes whatever has a key or alias named `then` for a promise; graphql's asks for a function.
      const work = () => executor({ ...args, hideSuggestions: !introspection }, operation);
      try {
        const result = withinSize(await contextValue.deadline.run(work, { writes }), writes);
        if (!contextValue.request.headers.has(costHeader)) return result;
        return { ...result, extensions: { ...result.extensions, cost: { requested: cost, limit: limits.cost } } };
      } finally {
        forgetChecks(contextValue);
      }
    },
  };
}
