// verdict: red
// A script without tests fails.
expect(() => 1 == 2)
