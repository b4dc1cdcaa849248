// verdict: red
// What the script throws does not skip a test.
test('t', () => {
  throw {skipped: true, message: 'skip'}
})
