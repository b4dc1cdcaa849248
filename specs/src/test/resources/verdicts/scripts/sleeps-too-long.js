// verdict: red
// says: TIMEOUT
// A test that sleeps beyond its time.
test('t', {within: ms(300)}, () => { sleep(seconds(30)) })
