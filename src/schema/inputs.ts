import { builder } from './builder.ts';

export const DateTimeRangeRef = builder.inputType('DateTimeRange', {
  description: 'A span of time; leave an end out to keep it open.',
  fields: (t) => ({
    from: t.field({ type: 'DateTime', description: 'The first moment in the span.' }),
    to: t.field({ type: 'DateTime', description: 'The first moment after the span.' }),
  }),
});
