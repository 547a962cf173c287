import { type ExecutionResult, execute, getOperationAST, type OperationDefinitionNode } from 'graphql';
import type { GraphQLParams, Plugin } from 'graphql-yoga';
import type { GatewayContext } from '../schema/context.ts';
import { schema } from '../schema/schema.ts';
import { isJsonObject } from '../shared/json.ts';
import type { RequestLimits } from '../shared/limits.ts';
import type { Wanted } from '../shared/wanted.ts';
import { createExecutor } from './compiled/executor.ts';
import type { OperationRequest } from './context.ts';
import type { ServerContext } from './entry.ts';
import { createDocuments } from './guards/document-guards.ts';
import { type GuardedArgs, guardExecution } from './guards/execution.ts';
import { describeOperation } from './operation.ts';
import { wantedBy } from './wanted-fields.ts';

interface Deps {
  limits: RequestLimits;
  /** Whether the schema may be asked for. */
  introspection: boolean;
  /** How often an operation must have come before it is compiled; once unless told. */
  compileAfter?: number;
  /** What the resolvers of one operation work with. */
  contextOf: (request: OperationRequest, context: ServerContext, wanted?: Wanted) => GatewayContext;
}

interface Args extends GuardedArgs {
  contextValue: GatewayContext & ServerContext & { request: OperationRequest };
}

/**
 * What happens to an operation once its parameters are read: it is parsed, checked, and executed within its limits. Yoga
 * goes by `plugins`; `run` goes straight to the execution where all that comes before it is known.
 */
export function createOperations({ limits, introspection, compileAfter, contextOf }: Deps) {
  const documents = createDocuments(limits, introspection);
  const executeGuarded = guardExecution(limits, introspection, createExecutor(compileAfter));

  /** Lets the log say what is executed. */
  function executeLogged(args: Args, operation: OperationDefinitionNode): Promise<ExecutionResult> {
    args.contextValue.exchange.operation = describeOperation(operation);
    return executeGuarded(args, operation);
  }

  const execution: Plugin<ServerContext & GatewayContext, ServerContext> = {
    onExecute({ setExecuteFn }) {
      setExecuteFn(({ contextValue, ...args }) => {
        // Yoga makes the context without the document, so only now do the stores hear what is asked for.
        contextValue.asksFor(wantedBy(args.document));
        const whole = { ...args, contextValue };
        const operation = getOperationAST(args.document, args.operationName);
        // graphql-js answers that there is none, or that it is not clear which one is meant.
        return operation == null ? execute(whole) : executeLogged(whole, operation);
      });
    },
  };

  return {
    plugins: [documents.plugin, execution],
    documentCache: documents.cache,

    /**
     * The result of an operation whose document has come before and was in order; null for any other, and for
     * parameters that are not plain, which yoga's pipeline refuses.
     */
    run(params: GraphQLParams, request: OperationRequest, context: ServerContext): Promise<ExecutionResult> | null {
      if (!isPlain(params)) return null;
      const { query, variables, operationName } = params;
      const document = documents.known(query);
      if (document === undefined) return null;
      const operation = getOperationAST(document, operationName);
      if (operation == null || operation.operation === 'subscription') return null;
      const contextValue = Object.assign(contextOf(request, context, wantedBy(document)), context, { request, params });
      const asked = { variableValues: variables ?? null, operationName: operationName ?? null };
      return executeLogged({ schema, document, ...asked, contextValue }, operation);
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
