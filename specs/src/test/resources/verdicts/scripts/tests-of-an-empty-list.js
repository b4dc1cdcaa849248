// verdict: none
// Tests are made from a list that is empty.
for (const n of []) test(`t ${n}`, () => { expect(() => 1 == 1) })
