// verdict: red
// A switch is no condition.
test('t', () => {
  expect(() => { switch (1) { case 2: 1 == 1 } })
})
