import type { ServerResponse } from 'node:http';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { InFlight } from '../../src/http/in-flight.ts';

test('holds what was added and not taken out, in the order it came, whatever order it goes in', () => {
  fc.assert(
    fc.property(fc.array(fc.option(fc.nat()), { maxLength: 60 }), (steps) => {
      const inFlight = new InFlight();
      const expected: { response: ServerResponse; remove: () => void }[] = [];
      for (const [id, step] of steps.entries()) {
        if (step === null || expected.length === 0) {
          const response = { id } as unknown as ServerResponse;
          expected.push({ response, remove: inFlight.add(response) });
        } else {
          const [gone] = expected.splice(step % expected.length, 1);
          gone?.remove();
        }
        expect([...inFlight]).toEqual(expected.map(({ response }) => response));
      }
    }),
  );
});

test('what goes while they are looked at does not end the looking', () => {
  const inFlight = new InFlight();
  const names = ['a', 'b', 'c'];
  const removals = names.map((name) => inFlight.add({ name } as unknown as ServerResponse));
  const seen: unknown[] = [];
  for (const response of inFlight) {
    seen.push(Reflect.get(response, 'name'));
    for (const remove of removals.splice(0)) remove();
  }
  expect(seen).toEqual(names);
  expect([...inFlight]).toEqual([]);
});
