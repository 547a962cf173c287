import { describe, expect, test } from 'vitest';
import { foldHeader } from '../../src/cli/import/columns.ts';
import { describeMapping } from '../../src/cli/import/csv-row.ts';
import { mapColumns } from '../../src/cli/import/mapping.ts';

/** The mapping of headers, those that become attributes under their own name left out. */
function fields(headers: string[], type: 'person' | 'company' | null = null) {
  const mapping = mapColumns(headers, new Map(), type);
  const known = Object.entries(describeMapping(mapping)).filter(([header, field]) => field !== `attributes.${header}`);
  return { vendor: mapping.vendor, type: mapping.type, ...Object.fromEntries(known) };
}

describe('export headers of', () => {
  test('HubSpot contacts', () => {
    const headers = [
      ...['Record ID', 'First Name', 'Last Name', 'Email', 'Phone Number', 'Mobile Phone Number', 'Contact owner'],
      ...[
        'Lead Status',
        'Lifecycle Stage',
        'Marketing contact status',
        'Create Date',
        'Last Activity Date',
        'Job Title',
      ],
      ...['Company Name', 'Website URL', 'City', 'State/Region', 'Country/Region', 'Postal Code', 'Street Address'],
      ...['Number of Employees', 'Industry', 'Original Traffic Source', 'Associated Company', 'Associated Company IDs'],
      ...['LinkedIn URL', 'Additional email addresses', 'Twitter Username'],
    ];
    expect(fields(headers)).toEqual({
      vendor: 'hubspot',
      type: 'person',
      'Record ID': 'sources.hubspot',
      'First Name': 'name.first',
      'Last Name': 'name.last',
      Email: 'email',
      'Phone Number': 'phone',
      'Mobile Phone Number': 'phone',
      'Lead Status': 'status',
      'Job Title': 'title',
      'Company Name': 'company.name',
      'Website URL': 'company.domain',
      City: 'location.city',
      'State/Region': 'location.state',
      'Country/Region': 'location.country',
      'Number of Employees': 'size',
      Industry: 'industry',
      'Original Traffic Source': 'source',
      'LinkedIn URL': 'socials',
      'Additional email addresses': 'email',
    });
  });

  test('HubSpot companies', () => {
    const headers = [
      ...['Record ID', 'Company name', 'Company owner', 'Create Date', 'Phone Number', 'Last Activity Date', 'City'],
      ...['Country/Region', 'Industry', 'Company Domain Name', 'Website URL', 'Number of Employees', 'Annual Revenue'],
      ...['LinkedIn Company Page', 'Lifecycle Stage', 'Lead Status', 'Type', 'Associated Contact'],
    ];
    expect(fields(headers)).toEqual({
      vendor: 'hubspot',
      type: 'company',
      'Record ID': 'sources.hubspot',
      'Company name': 'name.full',
      'Phone Number': 'phone',
      City: 'location.city',
      'Country/Region': 'location.country',
      Industry: 'industry',
      'Company Domain Name': 'domain',
      'Number of Employees': 'size',
      'LinkedIn Company Page': 'socials',
      'Lead Status': 'status',
      Type: 'type',
    });
  });

  test('Apollo people', () => {
    const headers = [
      ...['First Name', 'Last Name', 'Title', 'Company Name', 'Company Name for Emails', 'Email', 'Email Status'],
      ...['Primary Email Source', 'Email Confidence', 'Seniority', 'Departments', 'Contact Owner', 'Work Direct Phone'],
      ...['Home Phone', 'Mobile Phone', 'Corporate Phone', 'Other Phone', 'Stage', 'Lists', '# Employees', 'Industry'],
      ...['Keywords', 'Person Linkedin Url', 'Website', 'Company Linkedin Url', 'Facebook Url', 'Twitter Url', 'City'],
      ...['State', 'Country', 'Company Address', 'Company City', 'Company State', 'Company Country', 'Company Phone'],
      ...[
        'Technologies',
        'Annual Revenue',
        'Apollo Contact Id',
        'Apollo Account Id',
        'Secondary Email',
        'Tertiary Email',
      ],
    ];
    expect(fields(headers)).toEqual({
      vendor: 'apollo',
      type: 'person',
      'First Name': 'name.first',
      'Last Name': 'name.last',
      Title: 'title',
      'Company Name': 'company.name',
      Email: 'email',
      'Work Direct Phone': 'phone',
      'Home Phone': 'phone',
      'Mobile Phone': 'phone',
      'Corporate Phone': 'phone',
      'Other Phone': 'phone',
      '# Employees': 'size',
      Industry: 'industry',
      'Person Linkedin Url': 'socials',
      Website: 'company.domain',
      City: 'location.city',
      State: 'location.state',
      Country: 'location.country',
      'Apollo Contact Id': 'sources.apollo',
      'Apollo Account Id': 'company.id',
      'Secondary Email': 'email',
      'Tertiary Email': 'email',
    });
  });

  test('Apollo accounts', () => {
    const headers = [
      ...[
        'Company Name',
        'Company Name for Emails',
        'Account Stage',
        '# Employees',
        'Industry',
        'Account Owner',
        'Website',
      ],
      ...['Company Linkedin Url', 'Facebook Url', 'Twitter Url', 'Company Street', 'Company City', 'Company State'],
      ...[
        'Company Country',
        'Company Postal Code',
        'Keywords',
        'Company Phone',
        'Apollo Account Id',
        'Short Description',
      ],
    ];
    expect(fields(headers)).toEqual({
      vendor: 'apollo',
      type: 'company',
      'Company Name': 'name.full',
      'Company Name for Emails': 'name.short',
      '# Employees': 'size',
      Industry: 'industry',
      Website: 'domain',
      'Company Linkedin Url': 'socials',
      'Facebook Url': 'socials',
      'Twitter Url': 'socials',
      'Company City': 'location.city',
      'Company State': 'location.state',
      'Company Country': 'location.country',
      'Company Phone': 'phone',
      'Apollo Account Id': 'sources.apollo',
    });
  });

  test('LinkedIn Sales Navigator leads, as scraped', () => {
    const headers = [
      ...['profileUrl', 'fullName', 'firstName', 'lastName', 'companyName', 'title', 'companyId', 'companyUrl'],
      ...[
        'regularCompanyUrl',
        'summary',
        'titleDescription',
        'industry',
        'companyLocation',
        'location',
        'durationInRole',
      ],
      ...[
        'connectionDegree',
        'profileImageUrl',
        'name',
        'vmid',
        'linkedInProfileUrl',
        'isPremium',
        'query',
        'timestamp',
      ],
    ];
    expect(fields(headers)).toEqual({
      vendor: 'linkedin',
      type: 'person',
      profileUrl: 'socials',
      fullName: 'name.full',
      firstName: 'name.first',
      lastName: 'name.last',
      companyName: 'company.name',
      title: 'title',
      companyId: 'company.id',
      industry: 'industry',
      location: 'location.raw',
      vmid: 'sources.linkedin',
      linkedInProfileUrl: 'socials',
    });
  });

  test('LinkedIn Sales Navigator leads, as Evaboot writes them, and LinkedIn connections', () => {
    const evaboot = [
      ...[
        'First Name',
        'Last Name',
        'Full Name',
        'Email',
        'Current Job',
        'Linkedin URL Public',
        'Linkedin URL Unique ID',
      ],
      ...[
        'Sales Navigator URL',
        'Location',
        'Company Name',
        'Company Domain',
        'Company Website',
        'Company Employee Count',
      ],
    ];
    expect(fields(evaboot)).toMatchObject({
      vendor: 'linkedin',
      'Current Job': 'title',
      'Linkedin URL Public': 'socials',
      'Linkedin URL Unique ID': 'socials',
      'Company Domain': 'company.domain',
      'Company Employee Count': 'size',
    });
    const connections = ['First Name', 'Last Name', 'URL', 'Email Address', 'Company', 'Position', 'Connected On'];
    expect(fields(connections)).toMatchObject({
      vendor: 'linkedin',
      URL: 'socials',
      'Email Address': 'email',
      Position: 'title',
    });
  });

  test('plain tables, in any spelling', () => {
    expect(fields(['NAME', 'e-mail', 'Company', 'country'])).toMatchObject({ type: 'person', NAME: 'name.full' });
    expect(fields(['first_name', 'LastName', 'E-Mail Address', 'phone number'])).toMatchObject({
      first_name: 'name.first',
      LastName: 'name.last',
      'E-Mail Address': 'email',
      'phone number': 'phone',
    });
    expect(fields(['Name', 'Domain', 'Employees'])).toMatchObject({
      type: 'company',
      Name: 'name.full',
      Domain: 'domain',
    });
    expect(fields(['Name', 'Website', 'Email'])).toMatchObject({ type: 'person', Website: 'company.domain' });
    expect(fields(['name.full', 'company.domain', 'metadata.utm', 'sources.crm'], 'person')).toEqual({
      vendor: 'plain',
      type: 'person',
      'name.full': 'name.full',
      'company.domain': 'company.domain',
      'metadata.utm': 'metadata.utm',
      'sources.crm': 'sources.crm',
    });
    expect(foldHeader(' Téléphone_N° 1 ')).toBe('telephonen1');
  });
});
