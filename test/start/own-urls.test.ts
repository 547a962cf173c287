import { createRequire } from 'node:module';
import { expect, test } from 'vitest';

// The build gives the driver Node's own URL class in place of the package that it asks for (`ownUrls` in build.ts): here
// both read the same addresses.

const fromDriver = createRequire(createRequire(import.meta.url).resolve('mongodb'));
const reader = fromDriver.resolve('mongodb-connection-string-url');
const fromReader = createRequire(reader);
const urls = fromReader.resolve('whatwg-url');

type Read = (address: string) => unknown;

/** What is read of an address with one class of URLs or the other. */
function readerWith(exports: object | null): Read {
  const kept = { reader: fromDriver.cache[reader], urls: fromDriver.cache[urls] };
  delete fromDriver.cache[reader];
  delete fromDriver.cache[urls];
  if (exports !== null) fromDriver.cache[urls] = { exports, loaded: true, id: urls, filename: urls } as NodeJS.Module;
  const { ConnectionString } = fromDriver(reader);
  fromDriver.cache[reader] = kept.reader;
  fromDriver.cache[urls] = kept.urls;
  return (address) => {
    try {
      const read = new ConnectionString(address);
      const { hosts, username, password, pathname, search, isSRV } = read;
      const parameters = [...read.searchParams.entries()];
      const known = ['appname', 'APPNAME', 'replicaSet'].map((name) => read.searchParams.get(name));
      return { hosts, username, password, pathname, search, isSRV, parameters, known, text: read.toString() };
    } catch (error) {
      return error instanceof Error ? { name: error.name, message: error.message } : error;
    }
  };
}

const withPackage = readerWith(null);
const withNode = readerWith({ URL, URLSearchParams });

test.for([
  'mongodb://127.0.0.1:27017/leadgraph',
  'mongodb://localhost',
  'mongodb://one:27017,two:27018,three/leads?replicaSet=rs0&appName=x&w=majority',
  'mongodb+srv://cluster.example.net/leads?retryWrites=true',
  'mongodb://user:p%40ss%3Aword@db.example.net/leads?authSource=admin',
  'mongodb://us%20er:@db.example.net',
  'mongodb://%2Ftmp%2Fengine%2Fmongodb.sock/leadgraph?directConnection=true',
  'mongodb://[::1]:27017,[2001:db8::1]/x',
  'mongodb://host/?APPNAME=first&readPreferenceTags=dc:ny,rack:1&readPreferenceTags=',
  'mongodb://bücher.example/leads',
  'mongodb://host:0/x',
  'mongodb://host:65535/x',
  'mongodb://host:65536/x',
  'mongodb://host:port/x',
  'mongodb://user@name:secret@host/x',
  'mongodb://user:sec/ret@host/x',
  'mongodb://host/x#fragment',
  'mongodb://host/a b?c=d e',
  'mongodb://host?x=1',
  'mongodb://',
  'mongodb:///x',
  'mongodb+srv://one,two/x',
  'mongodb+srv://host:27017/x',
  'mongodb+srv:///x',
  'http://host/x',
  'host',
  '',
])('the address %s is read the same', (address) => {
  expect(withNode(address)).toEqual(withPackage(address));
});

test('it is the class that makes the reader', () => {
  expect(() => readerWith({})).toThrow();
});
