import * as z from 'zod';
import type { Scope } from '../workspace/workspace.ts';
import { covers } from '../workspace/workspace.ts';
import { builder } from './builder.ts';
import type { GatewayContext } from './context.ts';
import { inputRules } from './input-rules.ts';

type FoundNode = { id: string };

/** Anything that `node(id:)` finds. */
export const NodeRef = builder.interfaceRef<FoundNode>('Node').implement({
  description: 'Anything with an id of its own; `node(id:)` finds it again.',
  fields: (t) => ({ id: t.exposeID('id', { description: 'The id, the same string in every API.' }) }),
});

interface NodeKind {
  typename: string;
  scope: Scope;
  idPattern: RegExp;
  load: (id: string, context: GatewayContext) => Promise<FoundNode | null>;
}

const kinds: NodeKind[] = [];

/** Ids of leads and lists tell their kind; a UUID may be any of four. */
export const uuidPattern = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** Lets `node` find a type. What the key may not read is not found. */
export function registerNode(kind: NodeKind): void {
  kinds.push(kind);
}

async function findNode(id: string, context: GatewayContext): Promise<FoundNode | null> {
  const possible = kinds.filter(({ idPattern, scope }) => idPattern.test(id) && covers(context.viewer.scopes, scope));
  const found = await Promise.all(
    possible.map(async ({ typename, load }) => {
      const node = await load(id, context);
      return node === null ? null : { ...node, __typename: typename };
    }),
  );
  return found.find((node) => node !== null) ?? null;
}

builder.queryFields((t) => ({
  node: t.field({
    type: NodeRef,
    nullable: true,
    description: 'Whatever has this id; null where your workspace has nothing of it, or the key may not read it.',
    args: {
      id: t.arg.id({ required: true, description: 'The id of a lead, list, campaign, prospect, signal or entity.' }),
    },
    resolve: (_root, { id }, context) => findNode(id, context),
  }),
  nodes: t.field({
    type: [NodeRef],
    nullable: { list: false, items: true },
    description: 'Whatever has these ids, in their order; null for each that was not found.',
    args: {
      ids: t.arg.idList({
        required: true,
        description: 'Up to 100 ids.',
        validate: inputRules(z.array(z.string()).max(100)),
      }),
    },
    resolve: (_root, { ids }, context) => Promise.all(ids.map((id) => findNode(id, context))),
  }),
}));
