// verdict: red
// An expectation in a finally block fails.
test('t') {
  try { expect { 1 == 1 } } finally { expect { 1 == 2 } }
}
