import {
  type DocumentNode,
  type ExecutionResult,
  execute,
  getOperationAST,
  type OperationDefinitionNode,
} from 'graphql';
import type { GraphQLParams, Plugin } from 'graphql-yoga';
import type { GatewayContext } from '../schema/context.ts';
import { schema } from '../schema/schema.ts';
import { createDeadline } from '../shared/deadline.ts';
import { isJsonObject } from '../shared/json.ts';
import type { RequestLimits } from '../shared/limits.ts';
import { createTurns } from '../shared/turns.ts';
import { createExecutor } from './compiled/executor.ts';
import type { KnownOperation, OperationRequest } from './context.ts';
import type { ServerContext } from './entry.ts';
import type { Variables } from './guards/arguments.ts';
import { createDocuments } from './guards/document-guards.ts';
import { guardExecution } from './guards/execution.ts';
import { describeOperation } from './operation.ts';
import { wantedBy } from './wanted-fields.ts';

interface Deps {
  limits: RequestLimits;
  /** Whether the schema may be asked for. */
  introspection: boolean;
  /** How often an operation must have come before it is compiled; once unless told. */
  compileAfter?: number;
  /** What the resolvers of one operation work with. */
  contextOf: (request: OperationRequest, context: ServerContext, known?: KnownOperation) => GatewayContext;
}

interface Asked {
  document: DocumentNode;
  operation: OperationDefinitionNode;
  variables?: Variables | null | undefined;
}

/** The cost from which on reads take turns. */
const largeCost = 1_000;

/**
 * What happens to an operation once its parameters are read: it is parsed, checked, and executed within its limits. Yoga
 * goes by `plugins`; `run` goes straight to the execution where all that comes before it is known.
 */
export function createOperations({ limits, introspection, compileAfter, contextOf }: Deps) {
  const documents = createDocuments(limits, introspection);
  const guarded = guardExecution(limits, introspection, createExecutor(compileAfter));
  const largeReads = createTurns();

  /** What it costs. Lets the log say what is executed. */
  function begin({ variables, ...asked }: Asked, { exchange }: ServerContext): number {
    exchange.operation = describeOperation(asked.operation);
    return guarded.costOf({ schema, ...asked, variables: variables ?? {} });
  }

  const execution: Plugin<ServerContext & GatewayContext, ServerContext> = {
    onExecute({ setExecuteFn }) {
      setExecuteFn(({ contextValue, ...args }) => {
        // Yoga makes the context without the document, so only now do the stores hear what is asked for.
        contextValue.asksFor(wantedBy(args.document));
        const whole = { ...args, contextValue };
        const operation = getOperationAST(args.document, args.operationName);
        // graphql-js answers that there is none, or that it is not clear which one is meant.
        if (operation == null) return execute(whole);
        const { document, variableValues: variables } = whole;
        return guarded.execute(whole, operation, begin({ document, operation, variables }, contextValue));
      });
    },
  };

  return {
    plugins: [documents.plugin, execution],
    documentCache: documents.cache,

    /**
     * What `use` makes of the result of an operation whose document has come before and was in order; null for any other,
     * and for parameters that are not plain, which yoga's pipeline refuses. Large reads take turns. While one waits there
     * is nothing of it but the request: V8 would take whatever it has by then for something that stays, and all that the
     * execution leaves there, too.
     */
    run<T>(
      params: GraphQLParams,
      request: OperationRequest,
      context: ServerContext,
      use: (result: ExecutionResult) => T,
    ): Promise<T> | null {
      if (!isPlain(params)) return null;
      const { query, variables, operationName } = params;
      const document = documents.known(query);
      if (document === undefined) return null;
      const operation = getOperationAST(document, operationName);
      if (operation == null || operation.operation === 'subscription') return null;
      const asked = { variableValues: variables ?? null, operationName: operationName ?? null };
      const deadline = createDeadline(limits.executionMs, request.signal);
      const cost = begin({ document, operation, variables }, context);
      const work = async (): Promise<T> => {
        const own = contextOf(request, context, { wanted: wantedBy(document), deadline });
        const contextValue = Object.assign(own, context, { request, params });
        return use(await guarded.execute({ schema, document, ...asked, contextValue }, operation, cost));
      };
      return operation.operation === 'query' && cost >= largeCost ? largeReads.run(deadline, work) : work();
    },
  };
}

const names = new Set(['query', 'variables', 'operationName', 'extensions']);

type Optional<T> = T | null | undefined;

interface PlainParams {
  query: string;
  variables?: Optional<Record<string, unknown>>;
  operationName?: Optional<string>;
}

/** Whether parameters are what they should be, and no others. */
function isPlain(params: Partial<Record<keyof GraphQLParams, unknown>>): params is PlainParams {
  for (const name in params) if (!names.has(name)) return false;
  const { query, variables, operationName, extensions } = params;
  return (
    typeof query === 'string' &&
    (variables == null || isJsonObject(variables)) &&
    (operationName == null || typeof operationName === 'string') &&
    (extensions == null || isJsonObject(extensions))
  );
}
