import type { ArgBuilder } from '@pothos/core';
import * as z from 'zod';
import { builder, type GatewaySchemaTypes } from '../schema/builder.ts';
import { inputRules } from '../schema/input-rules.ts';
import { DateTimeRangeRef } from '../schema/inputs.ts';
import { LeadOrderFieldRef, LeadStatusRef, LeadTypeRef, OrderDirectionRef } from './lead.enums.schema.ts';
import { fewWords, jsonPathRules, updateLeadRules, viaRule } from './lead.rules.ts';

/** The argument `via` of the mutations that write values. */
export function viaArg(
  arg: ArgBuilder<GatewaySchemaTypes>,
  otherwise = 'Without it, the `source` of the input, or the name of your key.',
) {
  return arg.string({
    description: `The source that the values are from: \`apollo\`, \`crm-sync\` …, at most 100 characters, in any case. ${otherwise}`,
    validate: inputRules(viaRule),
  });
}

const LeadNameInputRef = builder.inputType('LeadNameInput', {
  description: 'What a lead is called. Give a person `full`, or `first` and `last`: the rest follows.',
  fields: (t) => ({
    full: t.string({ description: 'The whole name; all that a company has of these three.' }),
    short: t.string({ description: 'A short or spoken form.' }),
    aliases: t.stringList({ description: 'Other names it goes by, at most 50.' }),
    first: t.string({ description: 'Given name of a person.' }),
    last: t.string({ description: 'Family name of a person.' }),
  }),
});

const LeadCompanyInputRef = builder.inputType('LeadCompanyInput', {
  description: 'The company that a person works for. It never identifies the person.',
  fields: (t) => ({
    name: t.string({ description: 'Its name.' }),
    id: t.id({ description: 'Its id, in Leadgraph (`lead_…`) or in the system it comes from.' }),
    domain: t.string({ description: 'Its domain or web address.' }),
  }),
});

const LeadLocationInputRef = builder.inputType('LeadLocationInput', {
  description: 'Where a lead is.',
  fields: (t) => ({
    city: t.string({ description: 'City or town.' }),
    state: t.string({ description: 'State, province or region.' }),
    country: t.string({ description: 'Country.' }),
    raw: t.string({ description: 'The place as one text.' }),
  }),
});

const LeadSocialInputRef = builder.inputType('LeadSocialInput', {
  description: 'A profile elsewhere. LinkedIn profiles identify the lead.',
  fields: (t) => ({ url: t.string({ required: true, description: 'Its address.' }) }),
});

const LeadContactInputRef = builder.inputType('LeadContactInput', {
  description: 'A way to reach a lead. Email addresses identify it; phone numbers do not.',
  fields: (t) => ({
    value: t.string({ required: true, description: 'An email address, a phone number or anything else.' }),
  }),
});

const LeadSourceInputRef = builder.inputType('LeadSourceInput', {
  description: 'The record of the lead in another system. With a provider it identifies the lead.',
  fields: (t) => ({
    provider: t.string({ description: 'The system: `apollo`, `hubspot` …' }),
    id: t.string({ required: true, description: 'The id in that system.' }),
  }),
});

export const CreateLeadInputRef = builder.inputType('CreateLeadInput', {
  description: 'A lead to create, or to merge into the one that shares an identifier with it.',
  fields: (t) => ({
    type: t.field({ type: LeadTypeRef, required: true, description: 'Person or company.' }),
    name: t.field({ type: LeadNameInputRef, required: true, description: 'What the lead is called.' }),
    title: t.string({ description: 'Job title of a person.' }),
    company: t.field({ type: LeadCompanyInputRef, description: 'The company a person works for.' }),
    location: t.field({ type: LeadLocationInputRef, description: 'Where the lead is.' }),
    socials: t.field({ type: [LeadSocialInputRef], description: 'Profiles, at most 50; added to those it has.' }),
    contacts: t.field({
      type: [LeadContactInputRef],
      description: 'Ways to reach it, at most 50; added to those it has.',
    }),
    email: t.string({ description: 'Shorthand for a contact; must not contradict `contacts`.' }),
    phone: t.string({ description: 'Shorthand for a contact; must not contradict `contacts`.' }),
    domain: t.string({ description: 'Domain or web address of a company: one of its identifiers.' }),
    industry: t.string({ description: 'Line of business.' }),
    size: t.string({ description: 'Number of employees, as a range or as you have it.' }),
    status: t.field({ type: LeadStatusRef, description: 'Where the lead stands; NEW unless told.' }),
    source: t.string({ description: 'How the lead came in: `webinar`, `referral` …' }),
    sources: t.field({ type: [LeadSourceInputRef], description: 'Records in other systems, at most 50.' }),
    listIds: t.idList({ description: 'Lists to put the lead on; they must exist. It leaves none.' }),
    attributes: t.field({ type: 'JSONObject', description: 'Custom fields, merged deeply into what is there.' }),
    metadata: t.field({ type: 'JSONObject', description: 'Whatever you attach, merged deeply into what is there.' }),
    raw: t.field({ type: 'JSONObject', description: 'The record as its source has it; replaces the last one.' }),
  }),
});

export const UpdateLeadInputRef = builder.inputType('UpdateLeadInput', {
  description: 'Only the fields to change: absent keeps, null clears, lists replace. Type and lists never change here.',
  validate: inputRules(updateLeadRules),
  fields: (t) => ({
    id: t.id({ required: true, description: 'The lead.' }),
    expectedVersion: t.int({ description: 'Write only if the lead is still at this version.' }),
    name: t.field({ type: LeadNameInputRef, description: 'Parts of the name; `full` follows `first` and `last`.' }),
    title: t.string({ description: 'Job title of a person.' }),
    company: t.field({ type: LeadCompanyInputRef, description: 'Parts of the company; null clears all of them.' }),
    location: t.field({ type: LeadLocationInputRef, description: 'Parts of the place; null clears all of them.' }),
    socials: t.field({ type: [LeadSocialInputRef], description: 'All profiles, instead of those it has.' }),
    contacts: t.field({ type: [LeadContactInputRef], description: 'All ways to reach it, instead of those it has.' }),
    email: t.string({ description: 'Replaces the first email contact; null clears every email contact.' }),
    phone: t.string({ description: 'Replaces the first phone contact; null clears every phone contact.' }),
    domain: t.string({ description: 'Domain or web address of a company: its only one from now on.' }),
    industry: t.string({ description: 'Line of business.' }),
    size: t.string({ description: 'Number of employees.' }),
    status: t.field({ type: LeadStatusRef, description: 'Where the lead stands.' }),
    source: t.string({ description: 'How the lead came in.' }),
    sources: t.field({
      type: [LeadSourceInputRef],
      description: 'All records in other systems, instead of those it has.',
    }),
    attributes: t.field({
      type: 'JSONObject',
      description: 'An RFC 7396 merge patch: null removes a key, arrays replace.',
    }),
    metadata: t.field({
      type: 'JSONObject',
      description: 'An RFC 7396 merge patch: null removes a key, arrays replace.',
    }),
    raw: t.field({ type: 'JSONObject', description: 'The record as its source has it; replaces the last one.' }),
  }),
});

export const DeleteLeadInputRef = builder.inputType('DeleteLeadInput', {
  description: 'A lead to delete.',
  fields: (t) => ({ id: t.id({ required: true, description: 'The lead.' }) }),
});

const JsonPathFilterRef = builder.inputType('JsonPathFilter', {
  description: 'A value at a path of keys.',
  validate: inputRules(jsonPathRules),
  fields: (t) => ({
    path: t.stringList({
      required: true,
      description: 'The keys from the outside in, 1 to 16: `["budget", "currency"]`.',
    }),
    equals: t.field({ type: 'JSON', description: 'The value there; null finds leads that have nothing there.' }),
  }),
});

export const LeadFilterRef = builder.inputType('LeadFilter', {
  description: 'Which leads to list; every condition given must hold.',
  fields: (t) => ({
    type: t.field({ type: LeadTypeRef, description: 'Persons or companies.' }),
    status: t.field({ type: [LeadStatusRef], description: 'Leads in one of these statuses.' }),
    listId: t.id({ description: 'Leads on this list.' }),
    source: t.string({ description: 'Leads that came in this way, to the letter.' }),
    email: t.string({ description: 'Leads with this email address, however it is spelled.' }),
    domain: t.string({ description: 'Companies of this domain and people who work for them.' }),
    linkedinUrl: t.string({ description: 'Leads with this LinkedIn profile, however it is spelled.' }),
    text: t.string({
      description:
        'Words that names, title or company begin with, all of them, at most 8, without regard to case and accents.',
      validate: inputRules(z.string().max(200).check(fewWords).nullish()),
    }),
    createdAt: t.field({ type: DateTimeRangeRef, description: 'Leads created in this span.' }),
    updatedAt: t.field({ type: DateTimeRangeRef, description: 'Leads last changed in this span.' }),
    metadata: t.field({ type: JsonPathFilterRef, description: 'Leads with this value in their metadata.' }),
    attributes: t.field({ type: JsonPathFilterRef, description: 'Leads with this value in their attributes.' }),
  }),
});

export const LeadOrderRef = builder.inputType('LeadOrder', {
  description: 'How to sort leads.',
  fields: (t) => ({
    field: t.field({ type: LeadOrderFieldRef, required: true, description: 'What to sort by.' }),
    direction: t.field({ type: OrderDirectionRef, required: true, description: 'Which end comes first.' }),
  }),
});
