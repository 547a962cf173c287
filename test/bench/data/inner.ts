/** An input as the services take it: GraphQL's enum values are lower case inside. */
export type InnerLead = Record<string, unknown> & { type: 'person' | 'company' };

export function toInnerInput(input: Record<string, unknown> & { type: string }): InnerLead {
  return { ...input, type: input.type === 'COMPANY' ? 'company' : 'person' };
}
