import type { LeadType } from '../../lead/identity/identity.ts';

/** Whose export a file is, by its headers. */
export type Vendor = 'hubspot' | 'apollo' | 'linkedin' | 'plain';

/** A header as it is compared: letters and digits alone, without case and accents (`First Name`, `firstName`). */
export function foldHeader(header: string): string {
  return header
    .normalize('NFKD')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, '');
}

function words(text: string): string[] {
  return text.trim().split(/\s+/);
}

/** Where the headers of several columns may name one thing, the first of these that is there gives it. */
type Vocabulary = readonly (readonly [target: string, headers: string[]])[];

const shared: Vocabulary = [
  ['location.city', words('city town locationcity')],
  ['location.state', words('state stateregion region province stateprovince locationstate')],
  ['location.country', words('country countryregion locationcountry countryname')],
  ['location.raw', words('location geography fulllocation')],
  ['industry', words('industry primaryindustry companyindustry sector')],
  [
    'size',
    words(`employees numberofemployees employeecount companysize size headcount companyheadcount companyemployeecount
      companyemployees employeesrange companyemployeerange staffcount`),
  ],
  ['status', words('leadstatus status')],
  ['source', words('leadsource originaltrafficsource originalsource source')],
  ['type', words('leadtype type')],
  ['listIds', words('listids')],
];

/** Several columns may be addresses and numbers; the first of each kind that is there becomes the main one. */
const emails =
  words(`email emailaddress workemail businessemail professionalemail primaryemail contactemail mail proemail
  secondaryemail tertiaryemail personalemail otheremail alternateemail additionalemailaddresses email1 email2 email3`);

const person: Vocabulary = [
  ['name.first', words('firstname givenname forename first contactfirstname preferredname')],
  ['name.last', words('lastname surname familyname last contactlastname')],
  ['name.full', words('fullname name contactname contactfullname personname leadname prospectname')],
  [
    'title',
    words('jobtitle title position currentjob currentposition currenttitle currentjobtitle designation persontitle'),
  ],
  [
    'company.name',
    words('companyname company organization organisation organizationname employer accountname account'),
  ],
  ['company.name', words('currentcompany associatedcompany primaryassociatedcompany companynameforemails')],
  ['company.domain', words('companydomainname companydomain companywebsite websiteurl website organizationwebsite')],
  ['company.id', words('companyid primaryassociatedcompanyid apolloaccountid')],
  ['email', emails],
  [
    'phone',
    words(`directphonenumber workdirectphone mobilephone mobilephonenumber mobile cellphone phone phonenumber telephone
      phone1 workphone businessphone homephone otherphone phone2 corporatephone`),
  ],
  [
    'socials',
    words(`personlinkedinurl linkedinurl linkedin linkedinprofile linkedinprofileurl linkedinurlpublic linkedinlink
      personlinkedin contactlinkedin linkedincontactprofileurl defaultprofileurl profileurl profilelink publicprofileurl
      linkedinurluniqueid salesnavigatorurl githuburl xurl`),
  ],
  ...shared,
];

const company: Vocabulary = [
  ['name.full', words('companyname company name accountname account organization organisation organizationname')],
  ['name.short', words('companynameforemails')],
  [
    'domain',
    words('companydomainname companydomain domain domainname companywebsite websiteurl website organizationwebsite'),
  ],
  ['email', [...words('companyemail'), ...emails]],
  ['phone', words('companyphone phone phonenumber corporatephone mainphone telephone companyphonenumber')],
  [
    'socials',
    words(`companylinkedinurl linkedincompanypage linkedinurl linkedin companylinkedin linkedincompanyurl regularcompanyurl
      linkedincompanyprofileurl companylinkedinurlpublic linkedinprofileurl facebookurl facebookcompanypage twitterurl
      companyfacebookurl companytwitterurl`),
  ],
  ['location.city', words('companycity')],
  ['location.state', words('companystate')],
  ['location.country', words('companycountry')],
  ['location.raw', words('companylocation companyaddress headquarters hqlocation')],
  ...shared,
];

const hubspotSigns = words(`lifecyclestage leadstatus contactowner companyowner createdate lastactivitydate
  marketingcontactstatus originaltrafficsource associatedcompany numberofassociatedcontacts recordsource`);
const linkedinSigns = words(`vmid regularcompanyurl connectiondegree linkedinurluniqueid salesnavigatorurl
  defaultprofileurl sharedconnectionscount connectedon linkedinprofileurl`);

/** Whose headers these (folded) are. Ids of records count only with their vendor: many systems have a "Record ID". */
export function vendorOf(headers: ReadonlySet<string>): Vendor {
  const has = (...names: string[]) => names.some((name) => headers.has(name));
  if (has('apollocontactid', 'apolloaccountid', 'apollorecordid', 'companynameforemails')) return 'apollo';
  if (has('recordid', 'contactid', 'companyid') && has(...hubspotSigns)) return 'hubspot';
  return has(...linkedinSigns) ? 'linkedin' : 'plain';
}

const personSigns = words(`firstname lastname fullname contactname personname leadname prospectname jobtitle currentjob
  personlinkedinurl apollocontactid vmid`);
const companySigns = words(`companyname company organization organisation organizationname accountname companydomainname
  domain companydomain website websiteurl employees numberofemployees companylinkedinurl`);

/** Whether the rows are people or companies, by their headers (folded); null where these name neither. */
export function typeOf(headers: ReadonlySet<string>): LeadType | null {
  const has = (...names: string[]) => names.some((name) => headers.has(name));
  if (has(...personSigns)) return 'person';
  // A name beside a company, a job or an address is somebody's; beside a web site alone it is the company's.
  if (has('name')) return has(...companySigns) && !has('company', 'title', 'email', 'position') ? 'company' : 'person';
  if (has('companyname', 'company', 'organization', 'organisation', 'organizationname', 'accountname')) {
    return has('email', 'emailaddress', 'workemail') ? null : 'company';
  }
  return null;
}

/** The identifier columns of a vendor: the provider is the vendor's name. */
function idsOf(vendor: Vendor, type: LeadType): Vocabulary {
  if (vendor === 'apollo') {
    return [['sources.apollo', type === 'person' ? ['apollocontactid'] : words('apolloaccountid apollorecordid')]];
  }
  if (vendor === 'hubspot') return [['sources.hubspot', ['recordid', type === 'person' ? 'contactid' : 'companyid']]];
  return vendor === 'linkedin' && type === 'person' ? [['sources.linkedin', ['vmid']]] : [];
}

/**
 * What each header (folded) stands for in a file of this vendor and type: the target with a rank among those of the
 * same target, 0 first.
 */
export function vocabularyOf(vendor: Vendor, type: LeadType): Map<string, { target: string; rank: number }> {
  const table = [...idsOf(vendor, type), ...(type === 'person' ? person : company)];
  const places = new Map<string, { target: string; rank: number }>();
  let rank = 0;
  for (const [target, headers] of table) {
    for (const header of headers) {
      if (!places.has(header)) places.set(header, { target, rank });
      rank += 1;
    }
  }
  // Apollo's social pages beside a person are the company's, as are those of LinkedIn's own "Connections" export.
  if (vendor === 'linkedin' && type === 'person') places.set('url', { target: 'socials', rank });
  return places;
}
