import { builder } from './builder.ts';
import './scalars.ts';
import './node.ts';
import '../workspace/workspace.schema.ts';
import '../lead/lead.schema.ts';
import '../lead/lead.queries.schema.ts';
import '../lead/lead.mutations.schema.ts';
import '../lead/lead.batch.schema.ts';
import '../list/list.schema.ts';
import '../campaign/campaign.schema.ts';
import '../campaign/campaign.mutations.schema.ts';
import '../signal/signal.schema.ts';
import '../signal/signal.mutations.schema.ts';

/** The whole schema, sorted by name. */
export const schema = builder.toSchema();
