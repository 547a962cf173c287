import type { GraphQLSchema } from 'graphql';
import { builder } from './builder.ts';
import type { GatewayContext } from './context.ts';
import './scalars.ts';
import './node.ts';
import '../workspace/workspace.schema.ts';
import '../lead/lead.schema.ts';
import '../lead/lead.queries.schema.ts';
import '../lead/lead.mutations.schema.ts';
import '../lead/creation/lead.batch.schema.ts';
import '../lead/creation/lead.resolution.schema.ts';
import '../lead/provenance/lead.provenance.schema.ts';
import '../duplicates/duplicate.schema.ts';
import '../duplicates/scan.schema.ts';
import '../lead/merge/lead.merge.schema.ts';
import '../list/list.schema.ts';
import '../campaign/campaign.schema.ts';
import '../campaign/campaign.mutations.schema.ts';
import '../signal/signal.schema.ts';
import '../signal/signal.mutations.schema.ts';
import '../workspace/identity.schema.ts';

/** The whole schema, sorted by name. */
export const schema = withFreshLoaders(builder.toSchema());

/**
 * The mutations of an operation run one after the other, each with all that its payload reads. So each starts with
 * loaders of its own: what an earlier one has read may be what this one changes.
 */
function withFreshLoaders(built: GraphQLSchema): GraphQLSchema {
  for (const field of Object.values(built.getMutationType()?.getFields() ?? {})) {
    const { resolve } = field;
    field.resolve = (root, args, context: GatewayContext, info) => {
      context.loaders = context.freshLoaders();
      return resolve?.(root, args, context, info);
    };
  }
  return built;
}
