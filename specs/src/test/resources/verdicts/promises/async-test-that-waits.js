// verdict: red
// A test that waits for ever.
test('t', async () => { await new Promise(() => { }); expect(() => 1 == 2) })
