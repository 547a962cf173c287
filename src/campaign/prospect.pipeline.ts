import { readEmail, readSocial } from '../lead/identity/identity.ts';
import { type Expression, literal, type Stage } from '../mongo/expressions.ts';
import { prospectFields, type UpdateCampaignLeadInput } from './campaign.ts';

/** What makes a prospect unique in its campaign, role addresses included: nobody is to be written to twice. */
export function profileKeys(profile: {
  email?: string | null | undefined;
  linkedinUrl?: string | null | undefined;
}): string[] {
  return [emailKey(profile.email), linkedinKey(profile.linkedinUrl)].filter((key) => key !== null);
}

function emailKey(email: string | null | undefined): string | null {
  return email ? (readEmail(email, 'company')?.canonical ?? null) : null;
}

/** A person's own profile: the page of an employer is shared by all who work there. */
function linkedinKey(url: string | null | undefined): string | null {
  return url ? readSocial(url, 'person').key : null;
}

/** The first of these pages that is a person's LinkedIn profile. */
export function findProfileUrl(socials: readonly { url: string }[]): string | null {
  return socials.find(({ url }) => linkedinKey(url) !== null)?.url ?? null;
}

/** The update of the fields that are given: absent keeps, null clears; `name` follows first and last unless given. */
export function prospectUpdate(updates: UpdateCampaignLeadInput['updates'], now: Date): Stage[] {
  const given = Object.entries(updates).filter(([, value]) => value !== undefined);
  const stages: Stage[] = [
    { $set: { before: '$$ROOT' } },
    { $set: Object.fromEntries(given.map(([field, value]) => [field, literal(value)])) },
  ];
  if (updates.name === undefined && (updates.firstName !== undefined || updates.lastName !== undefined)) {
    stages.push({ $set: { name: joinedName } });
  }
  if (updates.email !== undefined) stages.push(replaceKey('email:', emailKey(updates.email)));
  if (updates.linkedinUrl !== undefined) stages.push(replaceKey('linkedin:', linkedinKey(updates.linkedinUrl)));
  const changed: Expression = { $or: prospectFields.map((field) => ({ $ne: [`$${field}`, `$before.${field}`] })) };
  stages.push({ $set: { updatedAt: { $cond: [changed, now, '$updatedAt'] } } }, { $unset: 'before' });
  return given.length === 0 ? [{ $set: { updatedAt: '$updatedAt' } }] : stages;
}

const bothNames: Expression = {
  $trim: { input: { $concat: [{ $ifNull: ['$firstName', ''] }, ' ', { $ifNull: ['$lastName', ''] }] } },
};

/** What was given as it already stood moves nothing; without either part the name stays. */
const joinedName: Expression = {
  $cond: [
    {
      $and: [
        { $ne: [bothNames, ''] },
        { $or: [{ $ne: ['$firstName', '$before.firstName'] }, { $ne: ['$lastName', '$before.lastName'] }] },
      ],
    },
    bothNames,
    '$name',
  ],
};

function replaceKey(prefix: string, key: string | null): Stage {
  const others: Expression = {
    $filter: { input: '$keys', as: 'key', cond: { $ne: [{ $indexOfBytes: ['$$key', prefix] }, 0] } },
  };
  return { $set: { keys: { $concatArrays: [others, literal(key === null ? [] : [key])] } } };
}
