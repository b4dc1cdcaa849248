// verdict: none
// A file without a line.
