// verdict: green
// A script without tests is one test.
expect { 1 == 1 }
