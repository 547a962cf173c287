import { africaAndMiddleEast } from './people.africa-middle-east.ts';
import { americas } from './people.americas.ts';
import { asiaPacific } from './people.asia-pacific.ts';
import { personDetails } from './people.details.ts';
import { europe } from './people.europe.ts';
import { interleave, personKey, toPerson } from './people.rows.ts';
import type { SampleLead } from './sample.types.ts';

export const samplePeople: readonly SampleLead[] = interleave([
  ...americas,
  ...europe,
  ...asiaPacific,
  ...africaAndMiddleEast,
]).map(({ company, row }) => toPerson(company, row, personDetails[personKey(company, row)]));
