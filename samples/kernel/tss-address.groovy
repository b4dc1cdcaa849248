// Fails on a kernel without samples/kernel/fix.mbox, passes with it.
test('a TSS address in the middle of a page is refused') { expect(errno: EINVAL) { vm { }.ioctl KVM_SET_TSS_ADDR, 0x1001 } }
