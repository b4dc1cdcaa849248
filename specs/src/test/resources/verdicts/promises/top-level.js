// verdict: red
// A promise at the top of a script is rejected.
test('t', () => { expect(() => 1 == 1) })
Promise.reject(new Error('no'))
