// verdict: red
// A function named attempt hides the word.
def attempt(Closure c) { EINVAL }
test('t') { expect { attempt { kvm.ioctl KVM_GET_API_VERSION } == EINVAL } }
