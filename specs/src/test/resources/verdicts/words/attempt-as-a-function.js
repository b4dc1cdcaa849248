// verdict: red
// A function named attempt hides the word.
function attempt(c) { return EINVAL }
test('t', () => { expect(() => attempt(() => kvm.ioctl(KVM_GET_API_VERSION)) == EINVAL) })
