import { type ArgumentNode, Kind, type OperationDefinitionNode, type ValueNode } from 'graphql';

export type Variables = Readonly<Record<string, unknown>>;

export type ReadArgument = (name: string) => unknown;

/**
 * Reads arguments as they were sent: literals, variables and the defaults of variables, not coerced to their types.
 * What a cost depends on (numbers, booleans, lengths of lists) is in JSON what it is in GraphQL, and what does not fit
 * its type never comes to execution.
 */
export function argumentReader(
  { variableDefinitions = [] }: OperationDefinitionNode,
  variables: Variables,
): (node: { readonly arguments?: readonly ArgumentNode[] | undefined }, name: string) => unknown {
  const defaults = new Map(
    variableDefinitions.map(({ variable, defaultValue }) => [variable.name.value, defaultValue]),
  );

  function read(node: ValueNode): unknown {
    switch (node.kind) {
      case Kind.VARIABLE: {
        const name = node.name.value;
        if (Object.hasOwn(variables, name) && variables[name] !== undefined) return variables[name];
        const fallback = defaults.get(name);
        return fallback === undefined ? undefined : read(fallback);
      }
      case Kind.INT:
      case Kind.FLOAT:
        return Number(node.value);
      case Kind.STRING:
      case Kind.BOOLEAN:
      case Kind.ENUM:
        return node.value;
      case Kind.NULL:
        return null;
      case Kind.LIST:
        return node.values.map(read);
      case Kind.OBJECT:
        return Object.fromEntries(node.fields.map(({ name, value }) => [name.value, read(value)]));
    }
  }

  return (node, name) => {
    const argument = node.arguments?.find((one) => one.name.value === name);
    return argument === undefined ? undefined : read(argument.value);
  };
}
