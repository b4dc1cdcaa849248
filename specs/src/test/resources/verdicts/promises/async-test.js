// verdict: red
// A test that is an async function.
test('t', async () => { expect(() => 1 == 2) })
