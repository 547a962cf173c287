import type { SampleDetails } from './sample.types.ts';

type Sources = Pick<SampleDetails, 'sources'>;

export const apollo = (id: string): Sources => ({ sources: [{ provider: 'apollo', id }] });
export const hubspot = (id: string): Sources => ({ sources: [{ provider: 'hubspot', id }] });
