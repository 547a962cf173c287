import { beforeAll, describe, expect, test } from 'vitest';
import type { CreateLeadInput } from '../../src/lead/lead.rules.ts';
import { createTestGateway, type TestClient, type TestGateway } from '../support/gateway.ts';
import { added, addOne, idsOf, newCampaign, newPeople, newPerson, prospectsOf, updated } from './campaign.helpers.ts';

let gateway: TestGateway;
let client: TestClient;

beforeAll(async () => {
  gateway = await createTestGateway();
  client = await gateway.client();
});

const conflict = (lead: { id: string; name: { full: string } }) => ({
  id: lead.id,
  code: 'PROSPECT_CONFLICT',
  message: `${lead.name.full}, or somebody with the same email or LinkedIn profile, is in the campaign already`,
});

/** Two leads can share what is no identity key of theirs; one then gets the other's address by an edit. */
type Profile = Pick<CreateLeadInput, 'email' | 'contacts' | 'socials'>;
const sameProfile: [string, Profile, Profile][] = [
  ['a role address', { email: 'info@acme.example' }, { email: 'INFO@acme.example' }],
  ['a role address behind a label', { email: 'sales@acme.example' }, { email: 'mailto:Sales@ACME.example' }],
];
const differentProfile: [string, Profile, Profile][] = [
  ['the page of their employer', socials('linkedin.com/company/acme'), socials('www.linkedin.com/company/acme/')],
  ['the domain of their address', { email: 'ann@one.example' }, { email: 'bob@one.example' }],
  ['a page elsewhere', socials('https://x.com/acme'), socials('https://x.com/acme')],
  ['a link to Sales Navigator', socials('linkedin.com/sales/lead/1'), socials('linkedin.com/sales/lead/1')],
  [
    'a second address',
    { contacts: [{ value: 'a1@two.example' }, { value: 'info@two.example' }] },
    { email: 'a2@two.example' },
  ],
];
function socials(url: string): Profile {
  return { socials: [{ url }] };
}

describe('nobody is in a campaign twice', () => {
  test('not the same lead', async () => {
    const campaign = await newCampaign(client);
    const lead = await newPerson(client);
    const prospect = await addOne(client, campaign.id, lead);
    expect(await added(client, campaign.id, [lead.id])).toMatchObject({ prospects: [], errors: [conflict(lead)] });
    expect(idsOf(await prospectsOf(client, campaign.id))).toEqual([prospect.id]);
  });

  test.each(sameProfile)('not two leads with %s, in one call or in two', async (_what, one, other) => {
    const [ann, bob, eve] = [
      await newPerson(client, { name: { full: 'Ann' }, ...one }),
      await newPerson(client, { name: { full: 'Bob' }, ...other }),
      await newPerson(client, { name: { full: 'Eve' }, ...one }),
    ];
    const campaign = await newCampaign(client);
    const payload = await added(client, campaign.id, [ann.id, bob.id]);
    expect(payload).toMatchObject({ prospects: [{ lead: { id: ann.id } }], errors: [conflict(bob)] });
    expect(await added(client, campaign.id, [eve.id])).toMatchObject({ prospects: [], errors: [conflict(eve)] });
  });

  test.each(differentProfile)('but two leads that only share %s are two people', async (_what, one, other) => {
    const people = [await newPerson(client, one), await newPerson(client, other)];
    const campaign = await newCampaign(client);
    const payload = await added(client, campaign.id, idsOf(people));
    expect(payload.errors).toEqual([]);
    expect(payload.prospects).toHaveLength(2);
  });

  test.each([
    ['email', { email: 'Jané@Edit.example' }, { email: ' JANE\u0301@edit.example' }],
    [
      'LinkedIn profile',
      socials('https://www.linkedin.com/in/edit-jane'),
      { linkedinUrl: 'de.linkedin.com/in/Edit-Jane/en' },
    ],
  ])('not a lead whose %s a prospect got by an edit', async (_what, profile, updates) => {
    const campaign = await newCampaign(client);
    const first = await addOne(client, campaign.id, await newPerson(client));
    await updated(client, { campaignId: campaign.id, id: first.id }, updates);
    const lead = await newPerson(client, profile);
    expect(await added(client, campaign.id, [lead.id])).toMatchObject({ prospects: [], errors: [conflict(lead)] });

    // What an edit gives up is free again.
    const cleared = { email: null, linkedinUrl: null };
    await updated(client, { campaignId: campaign.id, id: first.id }, cleared);
    expect((await added(client, campaign.id, [lead.id])).errors).toEqual([]);
  });

  test('but the same lead may be in several campaigns', async () => {
    const lead = await newPerson(client, { email: 'several@campaigns.example' });
    const prospects = [
      await addOne(client, (await newCampaign(client)).id, lead),
      await addOne(client, (await newCampaign(client)).id, lead),
    ];
    const { data } = await client.send('query($id: ID!) { lead(id: $id) { prospects { totalCount nodes { id } } } }', {
      id: lead.id,
    });
    expect(data?.lead).toEqual({ prospects: { totalCount: 2, nodes: idsOf(prospects).map((id) => ({ id })) } });
  });

  test('adds each of 20 people once when ten calls race, and tells every other call', async () => {
    const campaign = await newCampaign(client);
    const leads = await newPeople(client, 20);
    const results = await Promise.all(Array.from({ length: 10 }, () => added(client, campaign.id, idsOf(leads))));
    const stored = await prospectsOf(client, campaign.id);
    expect(stored.map(({ sourceRef }) => sourceRef).sort()).toEqual(idsOf(leads).sort());
    for (const { prospects, errors } of results) {
      expect([...prospects.map(({ lead }) => lead?.id), ...errors.map(({ id }) => id)].sort()).toEqual(
        idsOf(leads).sort(),
      );
      for (const { id } of prospects) expect(idsOf(stored)).toContain(id);
    }
  });
});
