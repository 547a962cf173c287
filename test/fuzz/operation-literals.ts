import {
  type GraphQLInputType,
  getNullableType,
  isEnumType,
  isInputObjectType,
  isListType,
  isNonNullType,
} from 'graphql';
import { isJsonObject } from '../../src/shared/json.ts';
import type { Draw } from './draw.ts';

/** The variables of an operation. */
export interface Variables {
  /** `$v0: Int = 1` */
  declarations: string[];
  values: Record<string, unknown>;
}

const name = /^[_A-Za-z]\w*$/;
const loneSurrogate = /\p{Surrogate}/u;

/** A value as a document has it: written out, or as variables, whole or in parts, as it falls. */
export function writeValue(type: GraphQLInputType, value: unknown, draw: Draw, variables: Variables): string {
  if (value !== null && (draw.chance(0.4) || !canBeWritten(value))) return writeVariable(type, value, draw, variables);
  const plain = getNullableType(type);
  if (value === null) return 'null';
  if (isListType(plain) && Array.isArray(value)) {
    return `[${value.map((item) => writeValue(plain.ofType, item, draw, variables)).join(', ')}]`;
  }
  if (isInputObjectType(plain) && isJsonObject(value)) {
    const fields = plain.getFields();
    const parts = Object.entries(value).map(([key, part]) => {
      const field = fields[key];
      if (field === undefined) throw new Error(`${plain.name} has no ${key}`);
      return `${key}: ${writeValue(field.type, part, draw, variables)}`;
    });
    return `{ ${parts.join(', ')} }`;
  }
  return isEnumType(plain) ? String(value) : writeJson(value);
}

function writeVariable(type: GraphQLInputType, value: unknown, draw: Draw, variables: Variables): string {
  const variable = `v${variables.declarations.length}`;
  if (canBeWritten(value) && !isInputObjectType(getNullableType(type)) && draw.chance(0.2)) {
    const optional = isNonNullType(type) ? type.ofType : type;
    const noVariables = { declarations: [], values: {} };
    const plainly = { ...draw, chance: () => false };
    variables.declarations.push(`$${variable}: ${optional} = ${writeValue(optional, value, plainly, noVariables)}`);
  } else {
    variables.declarations.push(`$${variable}: ${type}`);
    variables.values[variable] = value;
  }
  return `$${variable}`;
}

/** Whether GraphQL's own syntax has it: keys that are no names and halves of characters go into variables only. */
function canBeWritten(value: unknown): boolean {
  if (typeof value === 'string') return !loneSurrogate.test(value);
  if (Array.isArray(value)) return value.every(canBeWritten);
  if (!isJsonObject(value)) return true;
  return Object.entries(value).every(([key, part]) => name.test(key) && canBeWritten(part));
}

function writeJson(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(writeJson).join(', ')}]`;
  if (!isJsonObject(value)) return JSON.stringify(value);
  return `{ ${Object.entries(value)
    .map(([key, part]) => `${key}: ${writeJson(part)}`)
    .join(', ')} }`;
}
