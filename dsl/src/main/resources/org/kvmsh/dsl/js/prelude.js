// What only JavaScript can make for the front end. The names of the board's headers, of errnos and of hypercalls, and the words that are
// read, stand behind the global object: a script's own name comes first.
(function (known, value) {
  const behind = Object.getPrototypeOf(globalThis);
  const ours = name => typeof name === 'string' && known(name);
  Object.setPrototypeOf(globalThis, new Proxy(behind, {
    has: (target, name) => ours(name) || name in target,
    get: (target, name, on) => ours(name) ? value(name) : Reflect.get(target, name, on),
  }));
  return {
    bits: (high, low) => (BigInt(high >>> 0) << 32n) | BigInt(low >>> 0),
    list: (...elements) => elements,
    bytes: elements => Uint8Array.from(elements),
    object: () => ({}),
    truth: result => !!result,
    here: () => { throw new Error('here'); },
  };
})
