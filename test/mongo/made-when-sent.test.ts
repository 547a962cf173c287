import { expect, test } from 'vitest';
import { madeWhenSent } from '../../src/mongo/expressions.ts';
import { openTestDatabase } from '../support/database.ts';

test('a pipeline is made when it is sent, once for each time', async () => {
  const { db } = await openTestDatabase();
  const items = db.collection<{ _id: number; count: number }>('items');
  let made = 0;
  const update = madeWhenSent(() => {
    made += 1;
    return [{ $set: { count: made } }];
  });
  expect(made).toBe(0);
  const send = () => items.findOneAndUpdate({ _id: 1 }, update, { upsert: true, returnDocument: 'after' });
  expect(await send()).toEqual({ _id: 1, count: 1 });
  expect(await send()).toEqual({ _id: 1, count: 2 });
  expect(made).toBe(2);
});
