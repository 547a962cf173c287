import { isJsonObject } from '../../src/shared/json.ts';
import { goodResults, type HttpAnswer } from './http-answers.ts';

/** How many things answers say that they made. */
interface Created {
  leads: number;
  signals: number;
}

/** What these answers acknowledge to have made, whichever door they come from. */
export function createdBy(answers: readonly HttpAnswer[]): Created {
  const created = { leads: 0, signals: 0 };
  for (const answer of answers) {
    if (answer.headers.has('idempotent-replayed')) continue;
    for (const result of goodResults(answer)) {
      if (!isJsonObject(result)) continue;
      const { data, lead, signals, created: many } = result;
      const ofGraphql = isJsonObject(data) && isJsonObject(data.createLead) ? data.createLead.outcome : null;
      if (ofGraphql === 'CREATED' || (answer.status === 201 && lead !== undefined)) created.leads += 1;
      if (answer.status === 201 && Array.isArray(signals)) created.signals += signals.length;
      if (typeof many === 'number') created.leads += many;
    }
  }
  return created;
}
