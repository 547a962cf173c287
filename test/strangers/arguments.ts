import {
  type GraphQLArgument,
  type GraphQLField,
  type GraphQLInputField,
  type GraphQLInputType,
  type GraphQLNamedType,
  getNullableType,
  isEnumType,
  isInputObjectType,
  isListType,
} from 'graphql';
import { kindOf } from './kinds.ts';
import { isRequired, type Place } from './places.ts';
import { type TextName, text } from './values.ts';
import type { ThingKind, WorkspaceData } from './workspace-data.ts';

type Field = GraphQLField<unknown, unknown>;
type Input = GraphQLArgument | GraphQLInputField;

/** What calls and inputs must have beside what the schema demands, so that one with another value gets through. */
function partsOf({ things, beside }: WorkspaceData): Record<string, Record<string, unknown>> {
  return {
    dismissDuplicate: { leadIds: [beside.person, beside.newcomer] },
    undoDismissDuplicate: { leadIds: [beside.person, beside.newcomer] },
    CreateLeadInput: { type: 'PERSON' },
    LeadNameInput: { full: 'Somebody' },
    UpdateLeadInput: { id: beside.person, title: 'Changed' },
    MergeLeadsInput: { winnerId: beside.newcomer, loserIds: [things.lead[0]] },
    LeadVersionInput: { version: 99 },
    UpdateCampaignLeadInput: { prospectId: beside.prospect },
    AddCampaignLeadsInput: { leadIds: [beside.newcomer] },
    LeadListMembersInput: { leadIds: [beside.company] },
    CampaignLeadUpdates: { headline: 'Changed' },
    SignalInput: { person: { name: 'Somebody' } },
    SignalEntityInput: { name: 'Somebody' },
    SignalStatusItem: { entityId: things.entity[0], status: 'NEW' },
  };
}

/** Values that must come with one for it to mean what it is tried for. */
function siblingsOf(declared: string, { beside }: WorkspaceData): Record<string, unknown> {
  const siblings: Record<string, Record<string, unknown>> = {
    'CreateLeadInput.domain': { type: 'COMPANY' },
    'UpdateLeadInput.domain': { id: beside.company },
    'BlockedIdentifierInput.provider': { kind: 'PROVIDER', value: '1001' },
    'LeadSourceInput.id': { provider: 'apollo' },
    'LeadSourceInput.provider': { id: '1001' },
  };
  return siblings[declared] ?? {};
}

/** A list of values for a place that has one, with what must be in it beside; a single value for any other. */
export function listedAt(place: Place, value: unknown, { beside }: WorkspaceData): unknown {
  if (!place.isList) return value;
  // Two leads are not the same, or are after all: neither is said of one.
  const isPair = /issDuplicate\(leadIds\)$/.test(place.declared);
  return [...(isPair ? [beside.person] : []), value].flat();
}

/** A place with the value that goes there. */
export interface Setting {
  place: Pick<Place, 'path' | 'declared'>;
  value: unknown;
}

/** Arguments of a call of the workspace, with values of it wherever one is needed, and with the settings. */
export function argumentsOf(field: Field, settings: readonly Setting[], mine: WorkspaceData): Record<string, unknown> {
  const parts = partsOf(mine);

  function inputOf(input: Input, declared: string, path: readonly string[]): unknown {
    const set = settings.find(({ place }) => place.path.join() === path.join());
    if (set !== undefined) return set.value;
    const type = getNullableType(input.type);
    return isListType(type) ? [itemOf(type.ofType, declared, path)] : itemOf(type, declared, path);
  }

  function itemOf(type: GraphQLInputType, declared: string, path: readonly string[]): unknown {
    const item = getNullableType(type);
    if (isListType(item)) return [itemOf(item.ofType, declared, path)];
    if (!isInputObjectType(item)) return neededValue(item, declared, path);
    const given = { ...parts[item.name] };
    for (const { place } of settings) {
      if (place.path.slice(0, -1).join() === path.join()) Object.assign(given, siblingsOf(place.declared, mine));
    }
    const fields = Object.values(item.getFields()).flatMap((part): [string, unknown][] => {
      const here = [...path, part.name];
      if (isOnTheWay(here)) return [[part.name, inputOf(part, `${item.name}.${part.name}`, here)]];
      if (part.name in given) return [[part.name, given[part.name]]];
      return isRequired(part) ? [[part.name, inputOf(part, `${item.name}.${part.name}`, here)]] : [];
    });
    return Object.fromEntries(fields);
  }

  function neededValue(type: GraphQLNamedType, declared: string, path: readonly string[]): unknown {
    if (isEnumType(type)) return type.getValues()[0]?.name;
    const kind = kindOf({ declared, path, field });
    if (kind === undefined) throw new Error(`Nobody knows what to give for ${declared}`);
    if (kind in mine.things) return mine.things[kind as ThingKind][0];
    return text(kind as TextName, 'mine');
  }

  const isOnTheWay = (path: readonly string[]) =>
    settings.some(({ place }) => path.join() === place.path.slice(0, path.length).join());

  return Object.fromEntries(
    field.args
      .filter((argument) => isOnTheWay([argument.name]) || isRequired(argument))
      .map((argument) => {
        const given = isOnTheWay([argument.name]) ? undefined : parts[field.name]?.[argument.name];
        return [argument.name, given ?? inputOf(argument, argument.name, [argument.name])];
      }),
  );
}
