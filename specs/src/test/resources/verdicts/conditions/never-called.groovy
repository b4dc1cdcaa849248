// verdict: green, strict: red
// An expectation in a function that is not called checks nothing: red with --strict.
test('t') {
  def f = { -> expect { 1 == 2 } }
}
