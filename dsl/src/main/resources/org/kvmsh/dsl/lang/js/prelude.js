// What only JavaScript can make for the front end. The names of the board's headers, of errnos and of hypercalls, and the words that are
// read, stand behind the global object: a script's own name comes first.
(function (known, value, assigned) {
  const behind = Object.getPrototypeOf(globalThis);
  const ours = name => typeof name === 'string' && known(name);
  Object.setPrototypeOf(globalThis, new Proxy(behind, {
    has: (target, name) => ours(name) || name in target,
    get: (target, name, on) => ours(name) ? value(name) : Reflect.get(target, name, on),
    set: (target, name, given, on) => { assigned(name); return Reflect.set(target, name, given, on); },
  }));
  const isAsync = 'async functions are not supported: remove async and await';
  const isGenerator = 'generator functions are not supported here: remove the * and yield';
  const deferring = [[async () => {}, isAsync], [async function* () {}, isAsync], [function* () {}, isGenerator]].map(([made, text]) => [made.constructor, text]);
  const generators = [async function* () {}, function* () {}].map((made, i) => [made.prototype.__proto__, i ? isGenerator : isAsync]);
  const own = new Set(Object.getOwnPropertyNames(globalThis));
  const constants = new Map();
  const define = (name, value) => Object.defineProperty(globalThis, name, {value, writable: true, enumerable: true, configurable: true});
  return {
    // The names that lines of the shell declare.
    typed: {
      isFree: name => !(name in globalThis) || !own.has(name) && 'value' in (Object.getOwnPropertyDescriptor(globalThis, name) ?? {})
        || constants.has(name),
      open: (name, unset) => {
        if (constants.has(name)) define(name, constants.get(name));
        constants.delete(name);
        if (unset) define(name, undefined);
      },
      close: name => {
        const {value, configurable} = Object.getOwnPropertyDescriptor(globalThis, name) ?? {};
        if (!configurable) return;
        constants.set(name, value);
        Object.defineProperty(globalThis, name, {
          get: () => value, set() { throw new TypeError('Assignment to constant variable'); }, enumerable: true, configurable: true,
        });
      },
    },
    bits: (high, low) => (BigInt(high >>> 0) << 32n) | BigInt(low >>> 0),
    whole: text => BigInt(text),
    list: (...elements) => elements,
    // An address is a BigInt, which is not found by a number.
    addresses: (...elements) => {
      for (const name of ['includes', 'indexOf', 'lastIndexOf']) {
        const value = (sought, ...from) => Array.prototype[name].call(elements, Number.isSafeInteger(sought) ? BigInt(sought) : sought, ...from);
        Object.defineProperty(elements, name, {value});
      }
      return elements;
    },
    bytes: elements => Uint8Array.from(elements),
    // The bytes of a typed array, as it has them in memory; undefined for any other array.
    memory: array => ArrayBuffer.isView(array) ? new Uint8Array(array.buffer, array.byteOffset, array.byteLength) : undefined,
    object: () => ({}),
    deferred: value => {
      for (const [type, text] of deferring) {
        if (value instanceof type) return text;
      }
      for (const [prototype, text] of generators) {
        if (Object.prototype.isPrototypeOf.call(prototype, value)) return text;
      }
      return typeof value.then === 'function' ? isAsync : null;
    },
    // Each promise that a script makes, and those of Promise.all and the like, until it is settled: begun returns its number.
    promises: (begun, settled) => {
      const made = Promise;
      const counted = new Proxy(made, {
        construct: (target, [executor, ...more], on) => {
          if (typeof executor !== 'function') return Reflect.construct(target, [executor, ...more], on);
          const number = begun();
          return Reflect.construct(target, [(resolve, reject) => executor(
            value => { settled(number); resolve(value); }, error => { settled(number); reject(error); })], on);
        },
      });
      globalThis.Promise = counted;
      Object.defineProperty(made.prototype, 'constructor', {value: counted, writable: true, configurable: true});
    },
    nothing: undefined,
    // A word that a verdict rests on cannot be replaced, in evaluated code either.
    verdictWord: (name, called) => Object.defineProperty(globalThis, name, {
      get: () => called, set() { assigned(name); }, enumerable: true, configurable: false,
    }),
    // A function of the script's with this name replaces the word; a plain assignment is rejected, unless the script declares a var.
    word: (name, called, enumerable = true) => Object.defineProperty(globalThis, name, {
      get: () => called, set(given) { assigned(name); Object.defineProperty(globalThis, name, {value: given, writable: true, enumerable: true, configurable: true}); },
      enumerable, configurable: true,
    }),
    // A value that another language has declared, which may have the name of a word.
    shared: (name, value) => Object.defineProperty(globalThis, name, {value, writable: true, enumerable: true, configurable: true}),
    // The guest's output, read when it is wanted, which has what every JavaScript program prints with: console.log. It cannot be read
    // before there is a machine, so whoever shows globalThis does not read it.
    console: (text, print) => {
      const shown = Object.create(String.prototype, {length: {get: () => text().length}});
      for (const name of ['toString', 'valueOf', 'toJSON']) Object.defineProperty(shown, name, {value: text});
      for (const name of ['log', 'info', 'warn', 'error', 'debug']) Object.defineProperty(shown, name, {value: (...values) => print(...values)});
      return shown;
    },
    here: () => { throw new Error('here'); },
    errors: (thrown, member) => {
      let caught;
      try { thrown(); } catch (e) { caught = Object.getPrototypeOf(e); }
      for (const name of ['name', 'message', 'errno', 'refusal', 'stack']) {
        Object.defineProperty(caught, name, {get() { return member(this, name) ?? undefined; }, configurable: true});
      }
      Object.defineProperty(caught, 'toString', {value() { return this.message; }, configurable: true, writable: true});
    },
  };
})
